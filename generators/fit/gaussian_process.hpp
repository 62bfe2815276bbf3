#pragma once
/// Gaussian-process regression (kriging): the function behind scattered, noisy values. C. E. Rasmussen,
/// C. K. I. Williams: Gaussian Processes for Machine Learning, 2006, chapter 2.

#include <Eigen/Dense>

#include "fit/cholesky.hpp"
#include "fit/covariance.hpp"

namespace calib::fit {

/// A covariance with values: predicts everywhere.
class gaussian_process {
 public:
  /// Throws std::runtime_error if the covariance of the points is not positive definite.
  gaussian_process(covariance kernel, feature_matrix points, const Eigen::VectorXd& values);

  Eigen::VectorXd predict(const feature_matrix& where) const;

  /// What the points leave unknown of the function at each of these places, without noise: eq. 2.26.
  Eigen::VectorXd variance(const feature_matrix& where) const;

  /// The same of the change from each row of `from` to its counterpart in `to`: less than that of both, where they are
  /// alike.
  Eigen::VectorXd variance_of_change(const feature_matrix& from, const feature_matrix& to) const;

 private:
  // Of variances, one for each column, what covariances with the points do not explain.
  Eigen::VectorXd left_of(const Eigen::VectorXd& prior, const Eigen::MatrixXd& with_points) const;

  covariance kernel_;
  feature_matrix points_;
  cholesky factor_;  // of the covariance of the points with their noise
  Eigen::VectorXd weights_;
};

/// What processes through all points but one predict at that one: Rasmussen and Williams, eq. 5.12. One factorisation
/// serves all values that are tried.
class leave_one_out {
 public:
  /// Throws as the process itself.
  leave_one_out(const covariance& kernel, const feature_matrix& points);

  /// Of each point, its value less what the others predict; `values` may have several columns, each for itself.
  Eigen::MatrixXd errors(const Eigen::MatrixXd& values) const;
  /// Of the covariance of the points with their noise.
  Eigen::MatrixXd inverse() const { return cholesky_.inverse(); }

 private:
  cholesky cholesky_;
};

/// The same of one set of values.
Eigen::VectorXd leave_one_out_errors(const covariance& kernel, const feature_matrix& points,
                                     const Eigen::VectorXd& values);

}  // namespace calib::fit
