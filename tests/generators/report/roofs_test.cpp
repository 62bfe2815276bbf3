#include "report/roofs.hpp"

#include <gtest/gtest.h>

#include "small_profile.hpp"

namespace calib::report {
namespace {

TEST(Roofs, CachesHaveTheBestStreamThatFitsThem) {
  const source_profile from = small_source();
  const roofs found = roofs_of(from.data, 0, "lib_1t", precision::f32);
  EXPECT_EQ(found.flops_per_s, 1e11);
  ASSERT_EQ(found.levels.size(), 3U);
  EXPECT_EQ(found.levels[0], (memory_level{"memory", 1e10}));
  EXPECT_EQ(found.levels[1].name, "L2");
  EXPECT_DOUBLE_EQ(found.levels[1].bytes_per_s, 2e10);
  EXPECT_EQ(found.levels[2].name, "L1");
  // 24000 bytes fit: not the 24 TB/s of two threads.
  EXPECT_DOUBLE_EQ(found.levels[2].bytes_per_s, 1e11);
}

TEST(Roofs, AStreamAtTheEdgeOfACacheTellsNothing) {
  source_profile from = small_source();
  from.data.machine.caches[0].bytes = 25000;  // 24000 bytes fill it
  const roofs found = roofs_of(from.data, 0, "lib_1t", precision::f32);
  EXPECT_DOUBLE_EQ(found.levels.back().bytes_per_s, 8192 / 1e-7);
}

TEST(Roofs, UnknownPeaksGiveNone) {
  const source_profile from = small_source();
  const roofs found = roofs_of(from.data, 0, "lib_2t", precision::f32);
  EXPECT_EQ(found.flops_per_s, 0);
  EXPECT_TRUE(found.levels.empty() || found.levels.front().name != "memory");
}

TEST(Roofs, APrecisionIsThatOfTheHardware) {
  const source_profile from = small_source();
  EXPECT_EQ(roofs_of(from.data, 0, "lib_1t", precision::f64).flops_per_s, 0);
}

}  // namespace
}  // namespace calib::report
