#include "fit/outliers.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fit/likelihood.hpp"

namespace calib::fit {
namespace {

// A smooth function at 40 places, with a little noise that has a pattern.
feature_matrix places() {
  feature_matrix x(40, 1);
  for (Eigen::Index i = 0; i < x.rows(); ++i) x(i, 0) = 0.25 * static_cast<double>(i) - 5;
  return x;
}

Eigen::VectorXd smooth_values() {
  Eigen::VectorXd y = (0.4 * places().col(0)).array().sin();
  for (Eigen::Index i = 0; i < y.size(); ++i) y[i] += i % 2 == 0 ? 0.01 : -0.01;
  return y;
}

covariance smooth_kernel() {
  const matern kind[] = {matern::three_halves};
  return believed_covariance(kind, 1);
}

TEST(WithoutOutliers, MovesTheOneValueThatNothingAroundItExplains) {
  Eigen::VectorXd values = smooth_values();
  values[17] += 1.0;
  const Eigen::VectorXd held = without_outliers(smooth_kernel(), places(), values);
  EXPECT_NEAR(held[17], smooth_values()[17], 0.1);
  for (const Eigen::Index neighbour : {15, 16, 18, 19}) EXPECT_NEAR(held[neighbour], values[neighbour], 0.02);
}

TEST(WithoutOutliers, MovesFartherValuesNoFurtherThanNearOnes) {
  Eigen::VectorXd near = smooth_values(), far = near;
  near[17] += 1.0;
  far[17] += 100.0;
  EXPECT_NEAR(without_outliers(smooth_kernel(), places(), near)[17],
              without_outliers(smooth_kernel(), places(), far)[17], 0.05);
}

// Neighbours by a smooth process with little noise hang together. Moved all at once, these overshot together, further
// at each pass.
TEST(WithoutOutliers, SettlesWhereOutliersAreNeighbours) {
  covariance kernel = smooth_kernel();
  kernel.log_noise = std::log(1e-3);
  Eigen::VectorXd values = smooth_values();
  for (Eigen::Index i = 12; i < 26; ++i) values[i] += i % 2 == 0 ? 1.0 : -1.0;
  const Eigen::VectorXd held = without_outliers(kernel, places(), values);
  for (Eigen::Index i = 0; i < held.size(); ++i) EXPECT_NEAR(held[i], smooth_values()[i], 0.3) << i;
}

TEST(WithoutOutliers, LeavesValuesWithinReachAlone) {
  EXPECT_EQ(without_outliers(smooth_kernel(), places(), smooth_values(), 100.0), smooth_values());
}

}  // namespace
}  // namespace calib::fit
