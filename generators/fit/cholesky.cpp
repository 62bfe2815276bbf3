#include "fit/cholesky.hpp"

#include <Eigen/src/misc/lapack.h>  // declares LAPACK as Eigen's own headers see it: OpenBLAS's would contradict

#include <utility>

namespace calib::fit {
namespace {

// LAPACK takes its arguments by address, and changes none of these.
char lower = 'L', any_diagonal = 'N';

int size_of(const Eigen::MatrixXd& square) { return static_cast<int>(square.rows()); }

}  // namespace

cholesky::cholesky(Eigen::MatrixXd lower_triangle) : factor_(std::move(lower_triangle)) {
  int n = size_of(factor_), failed_at = 0;
  dpotrf_(&lower, &n, factor_.data(), &n, &failed_at);
  factor_.triangularView<Eigen::StrictlyUpper>().setZero();
  positive_definite_ = failed_at == 0;
}

Eigen::MatrixXd cholesky::half_solve(const Eigen::MatrixXd& right_sides) const {
  return factor_.triangularView<Eigen::Lower>().solve(right_sides);
}

Eigen::MatrixXd cholesky::solve(const Eigen::MatrixXd& right_sides) const {
  return factor_.triangularView<Eigen::Lower>().transpose().solve(half_solve(right_sides));
}

double cholesky::log_determinant() const { return 2 * factor_.diagonal().array().log().sum(); }

Eigen::MatrixXd cholesky::lower_inverse() const {
  Eigen::MatrixXd inverse = factor_;
  int n = size_of(inverse), failed_at = 0;
  dpotri_(&lower, &n, inverse.data(), &n, &failed_at);
  return inverse;
}

Eigen::MatrixXd cholesky::inverse() const { return lower_inverse().selfadjointView<Eigen::Lower>(); }

Eigen::VectorXd cholesky::diagonal_of_inverse() const {
  Eigen::MatrixXd inverse_factor = factor_;
  int n = size_of(inverse_factor), failed_at = 0;
  dtrtri_(&lower, &any_diagonal, &n, inverse_factor.data(), &n, &failed_at);
  return inverse_factor.colwise().squaredNorm();
}

}  // namespace calib::fit
