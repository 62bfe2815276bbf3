#include "fit/gaussian_process.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace calib::fit {
namespace {

Eigen::LLT<Eigen::MatrixXd> factor_of(const covariance& kernel, const feature_matrix& points) {
  Eigen::MatrixXd k = kernel(points, points);
  k.diagonal().array() += kernel.noise_variance();
  Eigen::LLT<Eigen::MatrixXd> cholesky(std::move(k));
  if (cholesky.info() != Eigen::Success) {
    throw std::runtime_error("gaussian_process: the covariance of the points is not positive definite");
  }
  return cholesky;
}

}  // namespace

gaussian_process::gaussian_process(covariance kernel, feature_matrix points, const Eigen::VectorXd& values)
    : kernel_(std::move(kernel)), points_(std::move(points)), weights_(factor_of(kernel_, points_).solve(values)) {}

Eigen::VectorXd gaussian_process::predict(const feature_matrix& where) const {
  constexpr Eigen::Index rows_at_once = 512;  // keeps the covariance between them and the points in the cache
  Eigen::VectorXd result(where.rows());
  for (Eigen::Index begin = 0; begin < where.rows(); begin += rows_at_once) {
    const Eigen::Index count = std::min(rows_at_once, where.rows() - begin);
    result.segment(begin, count) = kernel_(where.middleRows(begin, count), points_) * weights_;
  }
  return result;
}

Eigen::VectorXd leave_one_out_errors(const covariance& kernel, const feature_matrix& points,
                                     const Eigen::VectorXd& values) {
  const Eigen::LLT<Eigen::MatrixXd> cholesky = factor_of(kernel, points);
  const Eigen::MatrixXd half_inverse =
      cholesky.matrixL().solve(Eigen::MatrixXd::Identity(points.rows(), points.rows()));
  const Eigen::VectorXd diagonal_of_inverse = half_inverse.colwise().squaredNorm();
  return cholesky.solve(values).cwiseQuotient(diagonal_of_inverse);
}

}  // namespace calib::fit
