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

// As many as a factor is read for at once, and so few that covariances between all of them are made for those of pairs.
template <class Block>  // of (first row, rows)
void for_each_block_of_rows(Eigen::Index rows, Block block) {
  constexpr Eigen::Index rows_at_once = 64;
  for (Eigen::Index begin = 0; begin < rows; begin += rows_at_once) block(begin, std::min(rows_at_once, rows - begin));
}

}  // namespace

gaussian_process::gaussian_process(covariance kernel, feature_matrix points, const Eigen::VectorXd& values)
    : kernel_(std::move(kernel)),
      points_(std::move(points)),
      factor_(factor_of(kernel_, points_)),
      weights_(factor_.solve(values)) {}

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

Eigen::VectorXd gaussian_process::variance(const feature_matrix& where) const {
  Eigen::VectorXd result(where.rows());
  for_each_block_of_rows(where.rows(), [&](Eigen::Index begin, Eigen::Index count) {
    const feature_matrix some = where.middleRows(begin, count);
    Eigen::VectorXd prior(count);
    for (Eigen::Index i = 0; i < count; ++i) prior[i] = kernel_.variance_at(some.row(i));
    result.segment(begin, count) = left_of(prior, kernel_(points_, some));
  });
  return result;
}

Eigen::VectorXd gaussian_process::variance_of_change(const feature_matrix& from, const feature_matrix& to) const {
  Eigen::VectorXd result(from.rows());
  for_each_block_of_rows(from.rows(), [&](Eigen::Index begin, Eigen::Index count) {
    const feature_matrix a = from.middleRows(begin, count), b = to.middleRows(begin, count);
    Eigen::VectorXd prior = -2 * kernel_(a, b).diagonal();
    for (Eigen::Index i = 0; i < count; ++i) prior[i] += kernel_.variance_at(a.row(i)) + kernel_.variance_at(b.row(i));
    result.segment(begin, count) = left_of(prior, kernel_(points_, b) - kernel_(points_, a));
  });
  return result;
}

// Rounding may leave less than nothing.
Eigen::VectorXd gaussian_process::left_of(const Eigen::VectorXd& prior, const Eigen::MatrixXd& with_points) const {
  return (prior - factor_.half_solve(with_points).colwise().squaredNorm().transpose()).cwiseMax(0.0);
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
