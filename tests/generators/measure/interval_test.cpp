#include "measure/interval.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "measure/error.hpp"

namespace calib::measure {
namespace {

TEST(Interval, CoverageEqualsTheBinomialSumComputedByHand) {
  EXPECT_NEAR(symmetric_coverage(5, 0), 1.0 - 2.0 / 32.0, 1e-14);
  EXPECT_NEAR(symmetric_coverage(6, 0), 1.0 - 2.0 / 64.0, 1e-14);
  EXPECT_NEAR(symmetric_coverage(10, 1), 1.0 - 2.0 * (1.0 + 10.0) / 1024.0, 1e-14);
  EXPECT_NEAR(symmetric_coverage(10, 2), 1.0 - 2.0 * (1.0 + 10.0 + 45.0) / 1024.0, 1e-14);
  EXPECT_NEAR(symmetric_coverage(20, 5), 1.0 - 2.0 * (1 + 20 + 190 + 1140 + 4845 + 15504) / 1048576.0, 1e-13);
  EXPECT_DOUBLE_EQ(symmetric_coverage(1, 0), 0.0);
}

TEST(Interval, PicksTheNarrowestRanksThatReachTheConfidence) {
  // The tables of order statistics give ranks 2 and 9 for n = 10 (97.9 %), 6 and 15 for n = 20 (95.9 %).
  const order_interval ten = median_order_interval(10, 0.95);
  EXPECT_EQ(ten.lower, 1U);
  EXPECT_EQ(ten.upper, 8U);
  EXPECT_NEAR(ten.coverage, 0.978515625, 1e-12);
  const order_interval twenty = median_order_interval(20, 0.95);
  EXPECT_EQ(twenty.lower, 5U);
  EXPECT_EQ(twenty.upper, 14U);
  EXPECT_NEAR(twenty.coverage, 0.958610535, 1e-9);
}

TEST(Interval, TooFewSamplesGiveTheFullRangeAndAdmitTheirCoverage) {
  const order_interval five = median_order_interval(5, 0.95);
  EXPECT_EQ(five.lower, 0U);
  EXPECT_EQ(five.upper, 4U);
  EXPECT_NEAR(five.coverage, 0.9375, 1e-12);
  EXPECT_DOUBLE_EQ(median_order_interval(1, 0.95).coverage, 0.0);
  EXPECT_EQ(median_order_interval(2, 0.95).upper, 1U);
}

TEST(Interval, EveryChoiceIsTheNarrowestOneForAllSizesUpToThreeHundred) {
  for (std::size_t n = 6; n <= 300; ++n) {
    const order_interval chosen = median_order_interval(n, 0.95);
    EXPECT_GE(chosen.coverage, 0.95) << n;
    EXPECT_EQ(chosen.lower + chosen.upper, n - 1) << n;
    if (chosen.lower + 1 < n - 1 - chosen.lower) {
      EXPECT_LT(symmetric_coverage(n, chosen.lower + 1), 0.95) << n;
    }
  }
}

TEST(Interval, LargeSamplesDoNotUnderflow) {
  const order_interval many = median_order_interval(5000, 0.95);
  // Normal approximation: 2500 - 1.96 * sqrt(5000) / 2 = 2430.7.
  EXPECT_NEAR(static_cast<double>(many.lower), 2430.0, 1.0);
  EXPECT_GE(many.coverage, 0.95);
  EXPECT_LT(many.coverage, 0.952);
}

TEST(Interval, SixSamplesAreNeededForNinetyFivePercent) {
  EXPECT_EQ(samples_needed(0.95), 6U);
  EXPECT_EQ(samples_needed(0.99), 8U);
  EXPECT_EQ(samples_needed(0.5), 2U);
  EXPECT_THROW((void)samples_needed(1.0), error);
  EXPECT_THROW((void)median_order_interval(10, 0.0), error);
  EXPECT_THROW((void)median_order_interval(0, 0.95), error);
}

TEST(Interval, IndependentValuesGetTheExactOrderStatistics) {
  const std::array values{10.0, 1.0, 9.0, 2.0, 8.0, 3.0, 7.0, 4.0, 6.0, 5.0};
  const median_interval found = interval_of_median(values, 0.95);
  EXPECT_DOUBLE_EQ(found.median, 5.5);
  EXPECT_DOUBLE_EQ(found.low, 2.0);
  EXPECT_DOUBLE_EQ(found.high, 9.0);
  EXPECT_DOUBLE_EQ(found.effective_samples, 10.0);
  EXPECT_NEAR(found.relative_half_width(), 3.5 / 5.5, 1e-12);
}

TEST(Interval, DependentValuesGetAWiderOneThanTheSameValuesShuffled) {
  std::vector<double> ramp;
  std::vector<double> mixed;
  for (int i = 0; i < 60; ++i) {
    ramp.push_back(100.0 + i);
    mixed.push_back(100.0 + (i * 37) % 60);
  }
  const median_interval along = interval_of_median(ramp, 0.95);
  const median_interval across = interval_of_median(mixed, 0.95);
  EXPECT_DOUBLE_EQ(along.median, across.median);
  EXPECT_LT(along.effective_samples, across.effective_samples);
  EXPECT_GT(along.relative_half_width(), across.relative_half_width());
  EXPECT_LE(along.low, across.low);
}

TEST(Interval, AllEqualValuesGiveZeroWidth) {
  const median_interval found = interval_of_median(std::array{2.0, 2.0, 2.0, 2.0, 2.0, 2.0, 2.0}, 0.95);
  EXPECT_DOUBLE_EQ(found.relative_half_width(), 0.0);
  EXPECT_GE(found.coverage, 0.95);
}

}  // namespace
}  // namespace calib::measure
