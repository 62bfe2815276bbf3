#include "fit/likelihood.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "draw.hpp"

namespace calib::fit {
namespace {

constexpr matern smooth_and_rough[] = {matern::three_halves, matern::half};

TEST(Likelihood, PacksParametersAndGivesThemBack) {
  covariance kernel = believed_covariance(smooth_and_rough, 2);
  kernel.components[1].log_length[0] = 0.25;
  kernel.log_noise = -7;
  const Eigen::VectorXd all = packed(kernel);
  EXPECT_EQ(all.size(), 8);
  const covariance again = unpacked(all, believed_covariance(smooth_and_rough, 2));
  EXPECT_EQ(again.components[1].log_length[0], 0.25);
  EXPECT_EQ(again.log_noise, -7);
  EXPECT_EQ(packed(again), all);
}

TEST(Likelihood, HasTheGradientThatFiniteDifferencesShow) {
  const sample seen = draw(40, 0.05, 1);
  const covariance like = believed_covariance(smooth_and_rough, 2);
  Eigen::VectorXd at = packed(like);
  for (Eigen::Index p = 0; p < at.size(); ++p) at[p] += 0.1 * static_cast<double>(p) - 0.3;
  const Eigen::VectorXd gradient = likelihood_of(unpacked(at, like), seen.points, seen.values).gradient;
  constexpr double step = 1e-5;
  for (Eigen::Index p = 0; p < at.size(); ++p) {
    Eigen::VectorXd above = at, below = at;
    above[p] += step;
    below[p] -= step;
    const double difference = (likelihood_of(unpacked(above, like), seen.points, seen.values).value -
                               likelihood_of(unpacked(below, like), seen.points, seen.values).value) /
                              (2 * step);
    EXPECT_NEAR(gradient[p], difference, 1e-4 * (1 + std::abs(difference))) << "parameter " << p;
  }
}

TEST(Likelihood, LearnsWhichFeatureMattersAndHowNoisyValuesAre) {
  constexpr matern smooth[] = {matern::three_halves};
  const sample seen = draw(300, 0.05, 1);
  const covariance kernel = fit_covariance(smooth, seen.points, seen.values);
  EXPECT_LT(kernel.components[0].log_length[0], kernel.components[0].log_length[1]);
  EXPECT_NEAR(std::sqrt(kernel.noise_variance()), 0.05, 0.02);
}

TEST(Likelihood, OfAFittedCovarianceIsNoWorseThanOfABelievedOne) {
  const sample seen = draw(60, 0.02, 3);
  const covariance fitted = fit_covariance(smooth_and_rough, seen.points, seen.values);
  EXPECT_LT(likelihood_of(fitted, seen.points, seen.values).value,
            likelihood_of(believed_covariance(smooth_and_rough, 2), seen.points, seen.values).value);
}

TEST(Likelihood, StandsPointsThatOccurTwice) {
  const feature_matrix points{{0.0, 1.0}, {0.0, 1.0}, {2.0, 1.0}};
  const Eigen::VectorXd values{{0.1, 0.11, 0.3}};
  const auto found = likelihood_of(believed_covariance(smooth_and_rough, 2), points, values);
  EXPECT_TRUE(std::isfinite(found.value));
  EXPECT_TRUE(found.gradient.allFinite());
}

}  // namespace
}  // namespace calib::fit
