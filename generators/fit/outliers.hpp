#pragma once
/// Values that nothing around them explains. A small set of measurements has a few (a core was busy, a clock fell), and
/// a process that believes them draws their neighbours along.

#include <Eigen/Dense>

#include "fit/covariance.hpp"

namespace calib::fit {

/// The values, those moved that lie further from what all others predict than `reach` standard deviations: to that
/// distance. A deviation is the process's own, so isolated points have a large one, scaled to what the values show of
/// it. Pseudo-values of a Huber estimate: P. J. Huber, Robust Smoothing, in Robustness in Statistics, 1979.
Eigen::VectorXd without_outliers(const covariance& kernel, const feature_matrix& points, const Eigen::VectorXd& values,
                                 double reach = 2.0);

}  // namespace calib::fit
