#include "fit/gaussian_process.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace calib::fit {
namespace {

// A smooth function of two features of which the second matters little.
double truth(double x, double y) { return 0.3 * std::sin(x) + 0.02 * y; }

struct sample {
  feature_matrix points;
  Eigen::VectorXd values;
};

sample draw(Eigen::Index count, double noise, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(-4, 4);
  std::normal_distribution<double> error(0, noise);
  sample drawn{feature_matrix(count, 2), Eigen::VectorXd(count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    drawn.points(i, 0) = place(random);
    drawn.points(i, 1) = place(random);
    drawn.values[i] = truth(drawn.points(i, 0), drawn.points(i, 1)) + error(random);
  }
  return drawn;
}

TEST(Covariance, FallsWithDistanceFromItsVariance) {
  const covariance kernel{Eigen::VectorXd::Zero(2), 0.0, -5.0, -20.0};
  const feature_matrix points{{0.0, 0.0}, {1.0, 0.0}, {3.0, 0.0}};
  const Eigen::MatrixXd k = kernel(points, points);
  EXPECT_NEAR(k(0, 0), kernel.variance_at(points.row(0)), 1e-12);
  EXPECT_GT(k(0, 1), k(0, 2));
  const double r = std::sqrt(3.0);
  EXPECT_NEAR(k(0, 1), (1 + r) * std::exp(-r), 1e-9);
  EXPECT_EQ(k(1, 2), k(2, 1));
}

TEST(Covariance, LearnsWhichFeatureMattersAndHowNoisyValuesAre) {
  const sample seen = draw(300, 0.05, 1);
  const covariance kernel = fit_covariance(seen.points, seen.values);
  EXPECT_LT(kernel.log_length[0], kernel.log_length[1]);
  EXPECT_NEAR(std::sqrt(kernel.noise_variance()), 0.05, 0.02);
}

TEST(GaussianProcess, PredictsASmoothFunctionBetweenItsPoints) {
  const sample seen = draw(200, 0.01, 2), other = draw(100, 0.0, 3);
  const gaussian_process process(fit_covariance(seen.points, seen.values), seen.points, seen.values);
  const Eigen::VectorXd error = process.predict(other.points) - other.values;
  EXPECT_LT(error.cwiseAbs().mean(), 0.01);
  EXPECT_LT(error.cwiseAbs().mean(), 0.1 * other.values.cwiseAbs().mean());
}

TEST(GaussianProcess, LeaveOneOutIsWhatAProcessWithoutThePointPredicts) {
  const sample seen = draw(20, 0.05, 4);
  const covariance kernel = fit_covariance(seen.points, seen.values);
  const Eigen::VectorXd left_out = gaussian_process(kernel, seen.points, seen.values).leave_one_out();
  const gaussian_process without(kernel, seen.points.bottomRows(19), seen.values.tail(19));
  EXPECT_NEAR(left_out[0], without.predict(seen.points.topRows(1))[0], 1e-9);
}

TEST(GaussianProcess, WorksOnASinglePoint) {
  const feature_matrix point{{0.0, 0.0}};
  const Eigen::VectorXd value{{0.1}};
  const gaussian_process process(fit_covariance(point, value), point, value);
  EXPECT_NEAR(process.predict(point)[0], 0.1, 0.02);
}

}  // namespace
}  // namespace calib::fit
