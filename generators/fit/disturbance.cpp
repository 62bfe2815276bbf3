#include "fit/disturbance.hpp"

#include <algorithm>
#include <cmath>

#include "fit/gaussian_process.hpp"
#include "fit/plain_view.hpp"

namespace calib::fit {
namespace {

// What is looked for is a shift that many shapes have in common.
constexpr Eigen::Index shift_points = 300;

}  // namespace

measurement_set without_disturbance(measurement_set set, std::uint64_t seed) {
  Eigen::MatrixXd disturbed(std::ssize(set.shapes), 1);
  for (std::size_t i = 0; i < set.shapes.size(); ++i) {
    disturbed(static_cast<Eigen::Index>(i), 0) = set.shapes[i].disturbed ? 1 : 0;
  }
  if (disturbed.size() == 0 || disturbed.minCoeff() == disturbed.maxCoeff()) return set;

  const plain_view seen = plain_view_of(set);
  feature_matrix as_measured(seen.features.rows(), seen.features.cols() + 1);
  as_measured << class_features(disturbed), seen.features;
  const double undisturbed = -as_measured.col(0).mean();
  as_measured.rowwise() -= Eigen::RowVectorXd(as_measured.colwise().mean());
  feature_matrix without = as_measured;
  without.col(0).setConstant(undisturbed);

  const covariance kernel = smooth_covariance(as_measured, seen.values, shift_points, seed);
  const gaussian_process process(kernel, as_measured, seen.values);
  const Eigen::VectorXd added = process.predict(as_measured) - process.predict(without);
  for (std::size_t i = 0; i < set.shapes.size(); ++i) {
    set.shapes[i].latency_s *= std::exp(-std::max(added[static_cast<Eigen::Index>(i)], 0.0));
  }
  return set;
}

}  // namespace calib::fit
