#include "statistics/statistics.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <stdexcept>
#include <vector>

namespace calib::statistics {
namespace {

TEST(Statistics, MedianTakesTheMiddleOrTheMeanOfTheTwoMiddleValues) {
  EXPECT_DOUBLE_EQ(median(std::array{3.0, 1.0, 2.0}), 2.0);
  EXPECT_DOUBLE_EQ(median(std::array{4.0, 1.0, 3.0, 2.0}), 2.5);
  EXPECT_DOUBLE_EQ(median(std::array{7.0}), 7.0);
}

TEST(Statistics, QuantileInterpolatesBetweenOrderStatistics) {
  const std::array values{10.0, 40.0, 20.0, 30.0};
  EXPECT_DOUBLE_EQ(quantile(values, 0.0), 10.0);
  EXPECT_DOUBLE_EQ(quantile(values, 1.0), 40.0);
  EXPECT_DOUBLE_EQ(quantile(values, 0.25), 17.5);  // NumPy: np.quantile([10, 20, 30, 40], 0.25)
  EXPECT_DOUBLE_EQ(quantile(values, 0.9), 37.0);
}

TEST(Statistics, EmptyInputAndImpossibleArgumentsThrowWithARemedy) {
  const std::vector<double> nothing;
  EXPECT_THROW((void)median(nothing), std::invalid_argument);
  EXPECT_THROW((void)mean(nothing), std::invalid_argument);
  EXPECT_THROW((void)geometric_mean(nothing), std::invalid_argument);
  EXPECT_THROW((void)autocorrelation(nothing, 1), std::invalid_argument);
  EXPECT_THROW((void)effective_sample_size(nothing), std::invalid_argument);
  EXPECT_THROW((void)quantile(std::array{1.0}, 1.5), std::invalid_argument);
  EXPECT_THROW((void)quantile(std::array{1.0}, std::nan("")), std::invalid_argument);
  EXPECT_THROW((void)geometric_mean(std::array{1.0, 0.0}), std::invalid_argument);
  try {
    (void)median(nothing);
    FAIL() << "a median of nothing";
  } catch (const std::invalid_argument& problem) {
    EXPECT_STREQ(problem.what(), "quantile: no values; give at least one");
  }
}

TEST(Statistics, MedianAbsoluteDeviationIgnoresOneOutlier) {
  EXPECT_DOUBLE_EQ(median_absolute_deviation(std::array{1.0, 2.0, 3.0, 4.0, 1000.0}), 1.0);
}

TEST(Statistics, MeansOfKnownValues) {
  EXPECT_DOUBLE_EQ(mean(std::array{1.0, 2.0, 6.0}), 3.0);
  EXPECT_NEAR(geometric_mean(std::array{1.0, 4.0, 16.0}), 4.0, 1e-12);
}

TEST(Statistics, SpreadComparesTheUpperWithTheLowerTenth) {
  std::vector<double> values;
  for (int i = 0; i <= 10; ++i) {
    values.push_back(10.0 + i);
  }
  EXPECT_NEAR(relative_spread(values), 19.0 / 11.0 - 1.0, 1e-12);
  EXPECT_DOUBLE_EQ(relative_spread(std::array{5.0, 5.0, 5.0}), 0.0);
}

TEST(Statistics, DriftComparesTheLastThirdWithTheFirst) {
  EXPECT_NEAR(relative_drift(std::array{1.0, 1.0, 1.0, 2.0, 1.1, 1.1}), 0.1, 1e-12);
  EXPECT_DOUBLE_EQ(relative_drift(std::array{3.0}), 0.0);
  EXPECT_NEAR(relative_drift(std::array{2.0, 1.0}), -0.5, 1e-12);
}

TEST(Statistics, AutocorrelationOfAlternatingAndConstantSeries) {
  const std::array alternating{1.0, -1.0, 1.0, -1.0};
  EXPECT_DOUBLE_EQ(autocorrelation(alternating, 0), 1.0);
  EXPECT_DOUBLE_EQ(autocorrelation(alternating, 1), -0.75);
  EXPECT_DOUBLE_EQ(autocorrelation(alternating, 2), 0.5);
  EXPECT_DOUBLE_EQ(autocorrelation(alternating, 4), 0.0);
  EXPECT_DOUBLE_EQ(autocorrelation(std::array{2.0, 2.0, 2.0}, 1), 0.0);
}

TEST(Statistics, IndependentLookingSeriesKeepTheirFullSampleSize) {
  // Signs + - - + - + + -: the lag-1 autocorrelation is negative, which never counts as extra knowledge.
  EXPECT_DOUBLE_EQ(effective_sample_size(std::array{9.0, 1.0, 2.0, 8.0, 3.0, 7.0, 6.0, 4.0}), 8.0);
  EXPECT_DOUBLE_EQ(effective_sample_size(std::array{5.0, 5.0, 5.0, 5.0}), 4.0);
}

TEST(Statistics, ASlowSwingLeavesFewEffectiveSamples) {
  std::vector<double> swing;
  for (int i = 0; i < 100; ++i) {
    swing.push_back(i < 50 ? 1.0 + 1e-3 * i : 2.0 + 1e-3 * i);
  }
  const double effective = effective_sample_size(swing);
  EXPECT_GE(effective, 1.0);
  EXPECT_LT(effective, 10.0);
}

TEST(Statistics, OneOutlierDoesNotFakeDependence) {
  std::vector<double> values;
  for (int i = 0; i < 40; ++i) {
    values.push_back(i % 2 == 0 ? 1.0 : 1.1);
  }
  const double without = effective_sample_size(values);
  values[20] = 1e6;
  EXPECT_DOUBLE_EQ(without, 40.0);
  EXPECT_DOUBLE_EQ(effective_sample_size(values), 40.0);
}

}  // namespace
}  // namespace calib::statistics
