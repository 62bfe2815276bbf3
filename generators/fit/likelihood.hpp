#pragma once
/// The parameters of a covariance from values: those under which the values are likeliest, held near weak beliefs.
/// Rasmussen and Williams, chapter 5.

#include <Eigen/Dense>
#include <span>

#include "fit/covariance.hpp"

namespace calib::fit {

/// Each component's lengths and scale, then noise and linear trend: all parameters in one vector.
Eigen::VectorXd packed(const covariance& kernel);
/// A covariance of the same components with other parameters.
covariance unpacked(const Eigen::VectorXd& parameters, const covariance& like);

/// What is believed of a covariance of these components before any value is seen. Features are base-2 logarithms of
/// dimensions, values natural logarithms of latency over a roofline.
covariance believed_covariance(std::span<const matern> components, Eigen::Index features);

/// Negative logarithm of likelihood times beliefs, and its derivatives by the packed parameters.
struct penalised_likelihood {
  double value = 0;  ///< infinite: the covariance of the points is not positive definite, and there is no gradient
  Eigen::VectorXd gradient;
};
penalised_likelihood likelihood_of(const covariance& kernel, const feature_matrix& points,
                                   const Eigen::VectorXd& values);

/// The covariance of these components under which `values` are likeliest, by gradient steps from what is believed;
/// noise is at least 0.1 %, and lengths at least `least_length`.
/// O(n³) for each of its steps: give some hundreds of points, in random order, as the first of them begin alone.
covariance fit_covariance(std::span<const matern> components, const feature_matrix& points,
                          const Eigen::VectorXd& values, double least_length = 0);

/// The same by a few steps from a covariance that is nearly right.
covariance refit_covariance(const covariance& near, const feature_matrix& points, const Eigen::VectorXd& values);

}  // namespace calib::fit
