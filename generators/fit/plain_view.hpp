#pragma once
/// Measurements as a process sees them of whose tiles and classes nothing is known yet: enough to tell where shapes are
/// missing, and what they have in common.

#include <Eigen/Dense>
#include <cstdint>
#include <span>
#include <vector>

#include "fit/covariance.hpp"
#include "fit/measurement_set.hpp"
#include "fit/shape_facts.hpp"

namespace calib::fit {

/// Features of shapes whose every coordinate counts as itself.
feature_matrix plain_features(std::span<const shape> shapes);

/// One row for each shape of a set.
struct plain_view {
  std::vector<shape> shapes;
  feature_matrix features;
  Eigen::VectorXd values;  ///< log(latency / roofline), the roofline fitted to all
};
plain_view plain_view_of(const measurement_set& set);

/// A smooth covariance of `count` of these rows, drawn with this seed.
covariance smooth_covariance(const feature_matrix& features, const Eigen::VectorXd& values, Eigen::Index count,
                             std::uint64_t seed);

}  // namespace calib::fit
