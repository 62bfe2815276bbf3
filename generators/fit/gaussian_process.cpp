#include "fit/gaussian_process.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace calib::fit {
namespace {

Eigen::LLT<Eigen::MatrixXd> factor_of(const covariance& kernel, const feature_matrix& points) {
  Eigen::MatrixXd k = kernel(points, points);
  k.diagonal().array() += kernel.noise_variance();
  Eigen::LLT<Eigen::MatrixXd> cholesky(k);
  if (cholesky.info() != Eigen::Success) {
    throw std::runtime_error("gaussian_process: the covariance of the points is not positive definite");
  }
  return cholesky;
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

Eigen::VectorXd leave_one_out::diagonal_of_inverse() const {
  const Eigen::Index points = cholesky_.rows();
  const Eigen::MatrixXd half_inverse = cholesky_.matrixL().solve(Eigen::MatrixXd::Identity(points, points));
  return half_inverse.colwise().squaredNorm();
}

Eigen::MatrixXd leave_one_out::errors(const Eigen::MatrixXd& values) const {
  return cholesky_.solve(values).array().colwise() / diagonal_of_inverse().array();
}

Eigen::MatrixXd leave_one_out::inverse() const {
  const Eigen::Index points = cholesky_.rows();
  return cholesky_.solve(Eigen::MatrixXd::Identity(points, points));
}

Eigen::VectorXd leave_one_out_errors(const covariance& kernel, const feature_matrix& points,
                                     const Eigen::VectorXd& values) {
  return leave_one_out(kernel, points).errors(values);
}

}  // namespace calib::fit
