#pragma once
/// Which of many measured points a Gaussian process should rest on, when it may rest on few.

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fit/covariance.hpp"

namespace calib::fit {

/// `count` rows (all, if there are fewer), chosen one after another so that the process through them is nearest to all
/// values, in mean absolute difference. Candidates are drawn half evenly, half where the process is wrong and unsure.
/// Deterministic for a seed. O(count · rows · (count + features)).
std::vector<Eigen::Index> select_points(const covariance& kernel, const feature_matrix& points,
                                        const Eigen::VectorXd& values, std::size_t count, std::uint64_t seed);

}  // namespace calib::fit
