#pragma once
/// The Cholesky factor of a symmetric matrix and what follows from it, by LAPACK.

#include <Eigen/Dense>

namespace calib::fit {

class cholesky {
 public:
  /// Of a symmetric matrix, of which the lower triangle is read.
  explicit cholesky(Eigen::MatrixXd lower_triangle);

  /// False where the matrix was not: there is no factor then.
  bool positive_definite() const { return positive_definite_; }

  Eigen::Index rows() const { return factor_.rows(); }
  /// What the factor makes these right sides of: L x = b. The square of such a column is what is explained of a
  /// variance.
  Eigen::MatrixXd half_solve(const Eigen::MatrixXd& right_sides) const;
  Eigen::MatrixXd solve(const Eigen::MatrixXd& right_sides) const;
  double log_determinant() const;

  /// The lower triangle of the inverse, zeros above it: a third of the work of solving for the identity.
  Eigen::MatrixXd lower_inverse() const;
  /// The whole inverse.
  Eigen::MatrixXd inverse() const;
  Eigen::VectorXd diagonal_of_inverse() const;

 private:
  Eigen::MatrixXd factor_;  // its lower triangle; zeros above
  bool positive_definite_;
};

}  // namespace calib::fit
