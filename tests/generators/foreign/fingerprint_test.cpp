#include "foreign/fingerprint.hpp"

#include <gtest/gtest.h>

namespace calib::foreign {
namespace {

fit::measurement_set sizes(std::size_t first, std::size_t last) {
  fit::measurement_set set;
  set.operation = "dot";
  set.dimensions = {"elements"};
  for (std::size_t n = first; n < last; ++n) set.shapes.push_back({{n}, static_cast<double>(n) * 1e-9});
  return set;
}

TEST(Fingerprint, KnowsTheRowsItWasMadeOf) {
  EXPECT_EQ(share_known(sizes(1, 20), fingerprint_of(sizes(1, 20))), 1);
  EXPECT_EQ(share_known(sizes(1, 5000), fingerprint_of(sizes(1, 5000))), 1);
  EXPECT_EQ(share_known(sizes(1, 2000), fingerprint_of(sizes(1, 5000))), 1);
}

TEST(Fingerprint, KnowsNoOtherRows) {
  EXPECT_EQ(share_known(sizes(30, 50), fingerprint_of(sizes(1, 20))), 0);
  fit::measurement_set other = sizes(1, 20);
  for (auto& one : other.shapes) one.latency_s *= 1.01;
  EXPECT_EQ(share_known(other, fingerprint_of(sizes(1, 20))), 0);
  EXPECT_EQ(share_known(sizes(1, 20), "no fingerprint"), 0);
}

TEST(Fingerprint, EstimatesTheShareOfRowsAmongOthers) {
  EXPECT_EQ(share_known(sizes(1, 41), fingerprint_of(sizes(1, 21))), 0.5);
  EXPECT_NEAR(share_known(sizes(1, 4001), fingerprint_of(sizes(1, 2001))), 0.5, 0.15);
}

}  // namespace
}  // namespace calib::foreign
