#include "foreign/plausibility.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace calib::foreign {
namespace {

using testing::HasSubstr;

constexpr machine_peaks peaks = [] {
  machine_peaks of;
  of.flops_per_s[static_cast<std::size_t>(precision::f32)] = 100e9;
  of.bandwidth_bytes_per_s = 20e9;
  return of;
}();

fit::measurement_set products(double factor) {
  fit::measurement_set set;
  set.operation = "gemm";
  set.dimensions = {"m", "n", "k"};
  for (const std::size_t m : {256U, 512U, 1024U}) {
    const double flops = 2.0 * static_cast<double>(m) * static_cast<double>(m) * static_cast<double>(m);
    set.shapes.push_back({{m, m, m}, factor * flops / 50e9});
  }
  return set;
}

TEST(Plausibility, SaysNothingOfWhatCanBe) {
  EXPECT_FALSE(against_peaks(products(1), peaks));
  EXPECT_FALSE(against_peaks(products(20), peaks));
  EXPECT_FALSE(against_peaks(products(1e-3), machine_peaks{}));
}

TEST(Plausibility, NamesTheUnitWhereRowsAreFasterThanThePeaks) {
  const auto why = against_peaks(products(1e-3), peaks);
  ASSERT_TRUE(why);
  EXPECT_THAT(*why, HasSubstr("3 of 3 shapes are faster than the peaks allow"));
  EXPECT_THAT(*why, HasSubstr("the likely reason is the unit, as latencies a thousand times as long would fit"));
}

TEST(Plausibility, NamesTheUnitWhereAllRowsAreFarBelow) {
  const auto why = against_peaks(products(1e6), peaks);
  ASSERT_TRUE(why);
  EXPECT_THAT(*why, HasSubstr("no shape reaches a hundredth of the peaks"));
  EXPECT_THAT(*why, HasSubstr("a million times as short"));
}

TEST(Plausibility, NamesThePeaksWhereRowsAreALittleFaster) {
  EXPECT_THAT(against_peaks(products(0.3), peaks).value_or(""), HasSubstr("the precision and the peaks"));
}

TEST(Plausibility, KnowsACoarseClock) {
  EXPECT_THAT(against_clock({0.001, 0.001, 0.002, 0.001, 0.005, 0.001, 0.002, 0.001}).value_or(""),
              HasSubstr("3 values in 8 rows, in steps of 0.001 s"));
  EXPECT_FALSE(against_clock({1.01, 1.02, 1.031, 1.04, 1.05, 1.06, 1.07, 1.08}));
  EXPECT_FALSE(against_clock({1, 1, 1}));
  // Many steps to each latency.
  EXPECT_FALSE(against_clock({1.001, 1.001, 1.002, 1.002, 1.003, 1.003, 1.004, 1.004}));
}

}  // namespace
}  // namespace calib::foreign
