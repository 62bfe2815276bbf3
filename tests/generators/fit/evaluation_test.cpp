#include "fit/evaluation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace calib::fit {
namespace {

// Measured 1 s each; predictions off by these fractions.
std::vector<judged_shape> off_by(const std::vector<double>& errors, source from = source::interpolated) {
  std::vector<judged_shape> shapes;
  for (const double error : errors) shapes.push_back({{shapes.size() + 1}, 1.0, 1.0 + error, from});
  return shapes;
}

TEST(Evaluation, SummarisesErrorsAsFractions) {
  const auto found = evaluate(off_by({0.01, -0.03, 0.07, -0.25, 0.0}));
  EXPECT_EQ(found.all.n, 5U);
  EXPECT_NEAR(found.all.mape, 0.36 / 5, 1e-12);
  EXPECT_NEAR(found.all.median, 0.03, 1e-12);
  EXPECT_NEAR(found.all.p90, 0.07 + 0.6 * 0.18, 1e-12);
  EXPECT_NEAR(found.all.within_5, 0.6, 1e-12);
  EXPECT_NEAR(found.all.within_10, 0.8, 1e-12);
  EXPECT_NEAR(found.all.bias, -0.2 / 5, 1e-12);
}

TEST(Evaluation, KeepsTheWorstLargestFirst) {
  const auto found = evaluate(off_by({0.01, -0.5, 0.4, 0.02}), 2);
  ASSERT_EQ(found.worst.size(), 2U);
  EXPECT_THAT(found.worst[0].dims, testing::ElementsAre(2U));
  EXPECT_NEAR(found.worst[0].error(), -0.5, 1e-12);
  EXPECT_THAT(found.worst[1].dims, testing::ElementsAre(3U));
}

TEST(Evaluation, TellsSourcesApart) {
  auto shapes = off_by({0.01, 0.03});
  for (const auto& one : off_by({0.5}, source::extrapolated)) shapes.push_back(one);
  const auto found = evaluate(shapes);
  ASSERT_EQ(found.by_source.size(), 2U);
  EXPECT_EQ(found.by_source.at(source::interpolated).n, 2U);
  EXPECT_NEAR(found.by_source.at(source::interpolated).mape, 0.02, 1e-12);
  EXPECT_NEAR(found.by_source.at(source::extrapolated).bias, 0.5, 1e-12);
}

TEST(Evaluation, OfNothingIsAnError) { EXPECT_THROW(evaluate({}), std::invalid_argument); }

}  // namespace
}  // namespace calib::fit
