#pragma once
/// Gaussian-process regression (kriging): the smooth function behind scattered, noisy values, with a length scale for
/// each feature. C. E. Rasmussen, C. K. I. Williams: Gaussian Processes for Machine Learning, 2006, chapters 2, 4, 5.

#include <Eigen/Dense>
#include <cstddef>

namespace calib::fit {

/// One row for each point, one column for each feature.
using feature_matrix = Eigen::MatrixXd;

/// Covariance s² (1 + r) exp(-r) + l² (1 + x·x'), r = √3 |x - x'| with each feature over its length scale: a Matérn 3/2
/// function, rough as latencies are, on a linear trend. All parameters are held as logarithms.
struct covariance {
  Eigen::VectorXd log_length;  ///< for each feature
  double log_scale = 0;        ///< s
  double log_noise = 0;        ///< standard deviation of a value around the function
  double log_linear = 0;       ///< l

  double noise_variance() const;
  /// Of a point with itself, without noise.
  double variance_at(const Eigen::RowVectorXd& point) const;
  Eigen::MatrixXd operator()(const feature_matrix& a, const feature_matrix& b) const;
};

/// The covariance under which `values` are likeliest (penalised maximum likelihood, gradient steps). Takes O(n³) for
/// each of its steps: give some hundreds of points.
covariance fit_covariance(const feature_matrix& points, const Eigen::VectorXd& values);

/// A covariance with values: predicts everywhere.
class gaussian_process {
 public:
  /// Throws std::runtime_error if the covariance of the points is not positive definite.
  gaussian_process(covariance kernel, feature_matrix points, const Eigen::VectorXd& values);

  Eigen::VectorXd predict(const feature_matrix& where) const;

  /// What the process would predict at each of its points without that point (leave-one-out, in closed form).
  Eigen::VectorXd leave_one_out() const;

 private:
  covariance kernel_;
  feature_matrix points_;
  Eigen::VectorXd values_;
  Eigen::LLT<Eigen::MatrixXd> cholesky_;
  Eigen::VectorXd weights_;
};

}  // namespace calib::fit
