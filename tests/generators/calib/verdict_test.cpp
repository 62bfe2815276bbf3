#include "verdict.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace calib::tool {
namespace {

verdict of(const std::vector<double>& ratios) { return judge(ratios, 0.05).is; }

TEST(Verdict, IsOfTheIntervalAndNotOfTheMedian) {
  EXPECT_EQ(of({1.0, 1.01, 0.99, 1.02, 0.98, 1.0, 1.0, 1.01}), verdict::same);
  EXPECT_EQ(of({1.2, 1.3, 1.25, 1.22, 1.4, 1.31, 1.21, 1.27}), verdict::slower);
  EXPECT_EQ(of({0.8, 0.7, 0.75, 0.82, 0.9, 0.79, 0.81, 0.73}), verdict::faster);
  // The median is 1.1, and might as well be 1.
  EXPECT_EQ(of({0.9, 1.3, 0.95, 1.25, 1.1, 1.1, 0.92, 1.28}), verdict::unsure);
}

TEST(Verdict, NeedsEnoughRatios) {
  EXPECT_EQ(of({2.0, 2.0, 2.0}), verdict::unsure);
  EXPECT_EQ(of({1.0, 1.0, 1.01}), verdict::unsure);
  EXPECT_EQ(of({}), verdict::not_comparable);
  EXPECT_EQ(name(verdict::not_comparable), "not comparable");
}

TEST(Verdict, EqualLatenciesAreTheSameHoweverFew) {
  EXPECT_EQ(of({1.0}), verdict::same);
  EXPECT_EQ(of({1.0, 1.0, 1.0, 1.0, 1.0}), verdict::same);
}

TEST(Verdict, ThresholdsAreTheSameInBothDirections) {
  const std::vector<double> twice(8, 2.0), half(8, 0.5);
  EXPECT_EQ(judge(twice, 0.9).is, verdict::slower);
  EXPECT_EQ(judge(half, 0.9).is, verdict::faster);
  EXPECT_EQ(judge(twice, 1.1).is, verdict::same);
  EXPECT_EQ(judge(half, 1.1).is, verdict::same);
}

}  // namespace
}  // namespace calib::tool
