#include "fit/covariance.hpp"

#include <cmath>

namespace calib::fit {
namespace {

double square_of_exp(double x) { return std::exp(2 * x); }

// Below this, a squared distance is what rounding left of 0.
constexpr double least_squared_distance = 1e-10;

}  // namespace

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
  for (const covariance_component& one : components) {
    k.array() += square_of_exp(one.log_scale) * value_of(one.function, squared_distances(one, a, b));
  }
  return k;
}

Eigen::ArrayXXd value_of(matern function, const Eigen::ArrayXXd& squared_distances) {
  if (function == matern::half) return (-squared_distances.sqrt()).exp();
  const Eigen::ArrayXXd r = (3.0 * squared_distances).sqrt();
  return (1.0 + r) * (-r).exp();
}

Eigen::ArrayXXd slope_of(matern function, const Eigen::ArrayXXd& squared_distances) {
  if (function == matern::three_halves) return -1.5 * (-(3.0 * squared_distances).sqrt()).exp();
  const Eigen::ArrayXXd r = squared_distances.sqrt();
  return (squared_distances > 0.0).select(-0.5 * (-r).exp() / r, 0.0);
}

Eigen::ArrayXXd squared_distances(const covariance_component& component, const feature_matrix& a,
                                  const feature_matrix& b) {
  const Eigen::VectorXd weight = (-component.log_length).array().exp();
  const Eigen::MatrixXd as = a * weight.asDiagonal(), bs = b * weight.asDiagonal();
  Eigen::MatrixXd d = -2.0 * as * bs.transpose();
  d.colwise() += as.rowwise().squaredNorm();
  d.rowwise() += bs.rowwise().squaredNorm().transpose();
  return (d.array() > least_squared_distance).select(d.array(), 0.0);
}

}  // namespace calib::fit
