#include "fit/gaussian_process.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "bump.hpp"
#include "draw.hpp"
#include "fit/likelihood.hpp"

namespace calib::fit {
namespace {

constexpr matern smooth[] = {matern::three_halves};

TEST(Covariance, FallsWithDistanceFromItsVariance) {
  const feature_matrix points{{0.0, 0.0}, {1.0, 0.0}, {3.0, 0.0}};
  for (const matern function : {matern::half, matern::three_halves}) {
    const covariance kernel{{{function, Eigen::VectorXd::Zero(2), 0.0}}, -5.0, -20.0};
    const Eigen::MatrixXd k = kernel(points, points);
    EXPECT_NEAR(k(0, 0), kernel.variance_at(points.row(0)), 1e-12);
    EXPECT_GT(k(0, 1), k(0, 2));
    const double r = std::sqrt(3.0);
    EXPECT_NEAR(k(0, 1), function == matern::half ? std::exp(-1) : (1 + r) * std::exp(-r), 1e-9);
    EXPECT_EQ(k(1, 2), k(2, 1));
  }
}

// What rounding would leave of their distance outweighs the noise on lengths that short.
TEST(Covariance, OfEqualPointsIsTheirVarianceOnAnyLength) {
  const feature_matrix points{{7.1, -5.3}, {7.1, -5.3}, {-6.7, 4.9}};
  const covariance kernel{{{matern::half, Eigen::VectorXd::Constant(2, std::log(1e-4)), 0.0}}, -5.0, -20.0};
  const Eigen::MatrixXd k = kernel(points, points);
  EXPECT_EQ(k(0, 1), k(0, 0));
}

TEST(Covariance, OfComponentsIsTheirSum) {
  const covariance_component rough{matern::half, Eigen::VectorXd::Zero(1), -1.0},
      even{matern::three_halves, Eigen::VectorXd::Constant(1, 2.0), 0.5};
  const feature_matrix points{{0.0}, {1.0}, {3.0}};
  const double none = -1000;
  const Eigen::MatrixXd sum = covariance{{rough, even}, none, none}(points, points),
                        first = covariance{{rough}, none, none}(points, points),
                        second = covariance{{even}, none, none}(points, points);
  EXPECT_NEAR((sum - first - second).cwiseAbs().maxCoeff(), 0.0, 1e-12);
}

TEST(GaussianProcess, PredictsASmoothFunctionBetweenItsPoints) {
  const sample seen = draw(200, 0.01, 2), other = draw(100, 0.0, 3);
  const gaussian_process process(fit_covariance(smooth, seen.points, seen.values), seen.points, seen.values);
  const Eigen::VectorXd error = process.predict(other.points) - other.values;
  EXPECT_LT(error.cwiseAbs().mean(), 0.01);
  EXPECT_LT(error.cwiseAbs().mean(), 0.1 * other.values.cwiseAbs().mean());
}

TEST(GaussianProcess, PredictsManyPlacesAsItPredictsEach) {
  const sample seen = draw(30, 0.01, 4), other = draw(1500, 0.0, 5);
  const gaussian_process process(fit_covariance(smooth, seen.points, seen.values), seen.points, seen.values);
  const Eigen::VectorXd all = process.predict(other.points);
  for (const Eigen::Index i : {0, 511, 512, 1499}) {
    EXPECT_NEAR(all[i], process.predict(other.points.row(i))[0], 1e-9);
  }
}

TEST(GaussianProcess, KnowsMostWhereItHasPoints) {
  const bump data;
  const std::vector<Eigen::Index> rows{0, 50, 100};
  const gaussian_process process(data.kernel, data.points(rows, Eigen::all), data.values(rows));
  const Eigen::VectorXd there = process.variance(data.points(rows, Eigen::all));
  EXPECT_LT(there.maxCoeff(), 1.01 * data.kernel.noise_variance());
  const feature_matrix far = data.points.bottomRows(1);
  EXPECT_NEAR(process.variance(far)[0], data.kernel.variance_at(far.row(0)), 0.02);
}

TEST(GaussianProcess, KnowsAChangeBetweenNeighboursBetterThanEither) {
  const bump data;
  const std::vector<Eigen::Index> rows{0, 50, 100};
  const gaussian_process process(data.kernel, data.points(rows, Eigen::all), data.values(rows));
  const feature_matrix from = data.points.middleRows(20, 100), to = data.points.middleRows(21, 100);
  const Eigen::VectorXd change = process.variance_of_change(from, to), first = process.variance(from);
  EXPECT_LT(change[0], 0.1 * first[0]);
  // Of places that have nothing to do with each other, both variances.
  const feature_matrix last = data.points.bottomRows(1), begin = data.points.topRows(1);
  EXPECT_NEAR(process.variance_of_change(begin, last)[0], process.variance(begin)[0] + process.variance(last)[0], 1e-3);
  EXPECT_EQ(process.variance_of_change(last, last)[0], 0);
}

TEST(GaussianProcess, WorksOnASinglePoint) {
  const feature_matrix point{{0.0, 0.0}};
  const Eigen::VectorXd value{{0.1}};
  const gaussian_process process(fit_covariance(smooth, point, value), point, value);
  EXPECT_NEAR(process.predict(point)[0], 0.1, 0.02);
}

TEST(LeaveOneOutErrors, AreThoseOfProcessesThroughTheOtherPoints) {
  const bump data;
  std::vector<Eigen::Index> rows;
  for (Eigen::Index row = 0; row < 200; row += 10) rows.push_back(row);
  const feature_matrix points = data.points(rows, Eigen::all);
  const Eigen::VectorXd values = data.values(rows), errors = leave_one_out_errors(data.kernel, points, values);
  ASSERT_EQ(errors.size(), values.size());
  for (const std::size_t left_out : {0U, 7U, 19U}) {
    std::vector<Eigen::Index> others = rows;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(left_out));
    const gaussian_process process(data.kernel, data.points(others, Eigen::all), data.values(others));
    const auto i = static_cast<Eigen::Index>(left_out);
    EXPECT_NEAR(errors[i], values[i] - process.predict(points.row(i))[0], 1e-8);
  }
}

TEST(LeaveOneOut, TakesSeveralValuesOfAPointEachForItself) {
  const bump data;
  const Eigen::VectorXd other = data.values.array().sin();
  Eigen::MatrixXd both(data.values.size(), 2);
  both << data.values, other;
  const Eigen::MatrixXd errors = leave_one_out(data.kernel, data.points).errors(both);
  EXPECT_TRUE(errors.col(0).isApprox(leave_one_out_errors(data.kernel, data.points, data.values)));
  EXPECT_TRUE(errors.col(1).isApprox(leave_one_out_errors(data.kernel, data.points, other)));
}

}  // namespace
}  // namespace calib::fit
