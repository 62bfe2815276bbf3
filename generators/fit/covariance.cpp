#include "fit/covariance.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace calib::fit {
double covariance::noise_variance() const { return square_of_exp(log_noise); }

double covariance::variance_at(const Eigen::RowVectorXd& point) const {
  double variance = square_of_exp(log_linear) * (1.0 + point.squaredNorm());
  for (const covariance_component& one : components) variance += square_of_exp(one.log_scale);
  return variance;
}

Eigen::MatrixXd covariance::operator()(const feature_matrix& a, const feature_matrix& b) const {
  const double l2 = square_of_exp(log_linear);
  Eigen::MatrixXd k = l2 * a * b.transpose();
  k.array() += l2;
  // Some columns after others: what lies between distances and values stays in the cache.
  constexpr Eigen::Index values_at_once = 12'000;
  const Eigen::Index columns_at_once = std::max<Eigen::Index>(1, values_at_once / std::max<Eigen::Index>(1, a.rows()));
  for (Eigen::Index begin = 0; begin < b.rows(); begin += columns_at_once) {
    const Eigen::Index count = std::min(columns_at_once, b.rows() - begin);
    const feature_matrix some = b.middleRows(begin, count);
    for (const covariance_component& one : components) {
      k.middleCols(begin, count).array() +=
          square_of_exp(one.log_scale) * value_of(one.function, squared_distances(one, a, some));
    }
  }
  return k;
}

Eigen::MatrixXd covariance::of_values_at(const feature_matrix& points) const {
  const Eigen::Index n = points.rows();
  Eigen::MatrixXd k = Eigen::MatrixXd::Zero(n, n);
  for_each_block_of_lower(n, [&](Eigen::Index begin, Eigen::Index columns) {
    k.block(begin, begin, n - begin, columns) =
        (*this)(points.bottomRows(n - begin), points.middleRows(begin, columns));
  });
  k.diagonal().array() += noise_variance();
  return k;
}

Eigen::ArrayXXd value_of(matern function, const Eigen::ArrayXXd& squared_distances) {
  if (function == matern::half) return (-squared_distances.sqrt()).exp();
  const Eigen::ArrayXXd r = (3.0 * squared_distances).sqrt();
  return (1.0 + r) * (-r).exp();
}

value_and_slope value_and_slope_of(matern function, const Eigen::ArrayXXd& squared_distances) {
  if (function == matern::half) {
    const Eigen::ArrayXXd r = squared_distances.sqrt();
    Eigen::ArrayXXd decay = (-r).exp();
    Eigen::ArrayXXd slope = (squared_distances > 0.0).select(-0.5 * decay / r, 0.0);
    return {std::move(decay), std::move(slope)};
  }
  const Eigen::ArrayXXd r = (3.0 * squared_distances).sqrt(), decay = (-r).exp();
  return {(1.0 + r) * decay, -1.5 * decay};
}

// By differences, not by products: those of equal points are 0, where what rounding leaves of a squared distance would
// outweigh the noise of a kink that short.
Eigen::ArrayXXd squared_distances(const covariance_component& component, const feature_matrix& a,
                                  const feature_matrix& b) {
  const Eigen::VectorXd weight = (-component.log_length).array().exp();
  const Eigen::ArrayXXd as = a * weight.asDiagonal(), bs = b * weight.asDiagonal();
  Eigen::ArrayXXd d(a.rows(), b.rows());
  for (Eigen::Index j = 0; j < d.cols(); ++j) {
    d.col(j).setZero();
    for (Eigen::Index feature = 0; feature < as.cols(); ++feature) {
      d.col(j) += (as.col(feature) - bs(j, feature)).square();
    }
  }
  return d;
}

}  // namespace calib::fit
