#include "kernels/bfloat16.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace calib::kernels {
namespace {

constexpr float through(float x) { return static_cast<float>(bfloat16{x}); }

TEST(Bfloat16, KeepsWhatHasEightSignificantBits) {
  static_assert(through(1.0f) == 1.0f);
  for (const float x : {0.0f, -0.5f, 255.0f, 0x1.fep-120f, -0x1.02p100f, std::numeric_limits<float>::infinity()}) {
    EXPECT_EQ(through(x), x);
    EXPECT_EQ(static_cast<double>(bfloat16{x}), static_cast<double>(x));
  }
}

TEST(Bfloat16, RoundsToTheNearestAndTiesToEven) {
  static_assert(through(0x1.01p0f) == 1.0f);         // half way, down to the even one
  static_assert(through(0x1.03p0f) == 0x1.04p0f);    // half way, up to the even one
  static_assert(through(0x1.0101p0f) == 0x1.02p0f);  // just beyond half way
  EXPECT_EQ(through(-0x1.0101p0f), -0x1.02p0f);
  EXPECT_EQ(through(0x1.fffp0f), 2.0f);
  for (int i = 1; i < 1000; ++i) {
    const float x = 0.001f * static_cast<float>(i);
    EXPECT_LE(std::fabs(through(x) - x), static_cast<float>(std::numeric_limits<bfloat16>::epsilon()) / 2 * x);
  }
}

TEST(Bfloat16, StaysNan) { EXPECT_TRUE(std::isnan(through(std::numeric_limits<float>::quiet_NaN()))); }

}  // namespace
}  // namespace calib::kernels
