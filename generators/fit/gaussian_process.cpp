#include "fit/gaussian_process.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace calib::fit {
namespace {

cholesky factor_of(const covariance& kernel, const feature_matrix& points) {
  cholesky factor(kernel.of_values_at(points));
  if (!factor.positive_definite()) {
    throw std::runtime_error("gaussian_process: the covariance of the points is not positive definite");
  }
  return factor;
}

}  // namespace

gaussian_process::gaussian_process(covariance kernel, feature_matrix points, const Eigen::VectorXd& values)
    : kernel_(std::move(kernel)), points_(std::move(points)), weights_(factor_of(kernel_, points_).solve(values)) {}

Eigen::VectorXd gaussian_process::predict(const feature_matrix& where) const {
  // Keeps the covariance between rows and points in the cache, and the allocator from returning it to the system.
  constexpr Eigen::Index values_at_once = 12'000;
  const Eigen::Index rows_at_once = std::max<Eigen::Index>(1, values_at_once / points_.rows());
  Eigen::VectorXd result(where.rows());
  for (Eigen::Index begin = 0; begin < where.rows(); begin += rows_at_once) {
    const Eigen::Index count = std::min(rows_at_once, where.rows() - begin);
    result.segment(begin, count) = kernel_(where.middleRows(begin, count), points_) * weights_;
  }
  return result;
}

leave_one_out::leave_one_out(const covariance& kernel, const feature_matrix& points)
    : cholesky_(factor_of(kernel, points)) {}

Eigen::MatrixXd leave_one_out::errors(const Eigen::MatrixXd& values) const {
  return cholesky_.solve(values).array().colwise() / cholesky_.diagonal_of_inverse().array();
}

Eigen::VectorXd leave_one_out_errors(const covariance& kernel, const feature_matrix& points,
                                     const Eigen::VectorXd& values) {
  return leave_one_out(kernel, points).errors(values);
}

}  // namespace calib::fit
