#include "fit/gaussian_process.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace calib::fit {

gaussian_process::gaussian_process(covariance kernel, feature_matrix points, const Eigen::VectorXd& values)
    : kernel_(std::move(kernel)), points_(std::move(points)) {
  Eigen::MatrixXd k = kernel_(points_, points_);
  k.diagonal().array() += kernel_.noise_variance();
  const Eigen::LLT<Eigen::MatrixXd> cholesky(k);
  if (cholesky.info() != Eigen::Success) {
    throw std::runtime_error("gaussian_process: the covariance of the points is not positive definite");
  }
  weights_ = cholesky.solve(values);
}

Eigen::VectorXd gaussian_process::predict(const feature_matrix& where) const {
  constexpr Eigen::Index rows_at_once = 512;  // keeps the covariance between them and the points in the cache
  Eigen::VectorXd result(where.rows());
  for (Eigen::Index begin = 0; begin < where.rows(); begin += rows_at_once) {
    const Eigen::Index count = std::min(rows_at_once, where.rows() - begin);
    result.segment(begin, count) = kernel_(where.middleRows(begin, count), points_) * weights_;
  }
  return result;
}

}  // namespace calib::fit
