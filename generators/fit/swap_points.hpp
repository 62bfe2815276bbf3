#pragma once
/// A choice of points made better by exchanging single ones.

#include <cstdint>
#include <vector>

#include "fit/covariance.hpp"

namespace calib::fit {

/// The choice after one pass of swaps: each chosen row in turn gives way to the row, among some drawn evenly and
/// itself, with which the process is nearest to all values in mean absolute difference. Over the rows that judge no
/// swap makes it worse. Deterministic for a seed. O(chosen² · judges).
std::vector<Eigen::Index> swap_points(const covariance& kernel, const feature_matrix& points,
                                      const Eigen::VectorXd& values, std::vector<Eigen::Index> chosen,
                                      std::uint64_t seed);

}  // namespace calib::fit
