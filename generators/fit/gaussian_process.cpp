#include "fit/gaussian_process.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

namespace calib::fit {
namespace {

Eigen::MatrixXd scaled(const feature_matrix& points, const covariance& kernel) {
  return points * (-kernel.log_length).array().exp().matrix().asDiagonal();
}

Eigen::MatrixXd squared_distances(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  Eigen::MatrixXd d = -2.0 * a * b.transpose();
  d.colwise() += a.rowwise().squaredNorm();
  d.rowwise() += b.rowwise().squaredNorm().transpose();
  return d.cwiseMax(0.0);
}

double square_of_exp(double x) { return std::exp(2 * x); }

// Weak beliefs about logarithms of parameters, mean and standard deviation: features are base-2 logarithms of
// dimensions, values natural logarithms of latency over a roofline. They matter where points are few.
struct belief {
  double mean, deviation;
};
constexpr belief length_belief{1.386, 2.5};   // log 4: two octaves up and down
constexpr belief scale_belief{-1.897, 2.0};   // log 0.15
constexpr belief noise_belief{-3.912, 1.5};   // log 0.02: what repeated collections differ by
constexpr belief linear_belief{-2.303, 2.0};  // log 0.1

covariance unpacked(const Eigen::VectorXd& all) {
  const Eigen::Index d = all.size() - 3;
  return {all.head(d), all[d], all[d + 1], all[d + 2]};
}

belief belief_of(Eigen::Index parameter, Eigen::Index features) {
  if (parameter < features) return length_belief;
  return parameter == features ? scale_belief : parameter == features + 1 ? noise_belief : linear_belief;
}

struct objective {
  double value = std::numeric_limits<double>::infinity();  ///< infinite: not positive definite
  Eigen::VectorXd gradient;
};

// Negative logarithm of likelihood times beliefs, and its gradient (Rasmussen and Williams, eq. 5.9).
objective evaluate(const Eigen::VectorXd& parameters, const feature_matrix& x, const Eigen::VectorXd& y) {
  const covariance kernel = unpacked(parameters);
  const Eigen::Index n = x.rows(), d = x.cols();
  const Eigen::MatrixXd xs = scaled(x, kernel);
  const Eigen::MatrixXd r = (3.0 * squared_distances(xs, xs)).cwiseSqrt();
  const Eigen::MatrixXd decay = (-r).array().exp().matrix();
  const Eigen::MatrixXd matern = ((1.0 + r.array()) * decay.array()).matrix();
  const Eigen::MatrixXd trend = ((x * x.transpose()).array() + 1.0).matrix();
  const double s2 = square_of_exp(kernel.log_scale), l2 = square_of_exp(kernel.log_linear);

  Eigen::MatrixXd k = s2 * matern + l2 * trend;
  k.diagonal().array() += kernel.noise_variance();
  const Eigen::LLT<Eigen::MatrixXd> cholesky(k);
  objective found;
  if (cholesky.info() != Eigen::Success) return found;
  const Eigen::MatrixXd inverse = cholesky.solve(Eigen::MatrixXd::Identity(n, n));
  const Eigen::VectorXd a = inverse * y;
  const Eigen::VectorXd log_diagonal = cholesky.matrixLLT().diagonal().array().log();
  found.value = 0.5 * y.dot(a) + log_diagonal.sum();
  found.gradient.resize(d + 3);

  const Eigen::MatrixXd w = 0.5 * (inverse - a * a.transpose());
  const Eigen::MatrixXd by_distance = (-1.5 * s2) * w.cwiseProduct(decay);  // d matern / d (distance²) = -3/2 exp(-r)
  for (Eigen::Index i = 0; i < d; ++i) {
    const Eigen::VectorXd c = xs.col(i);
    // sum over pairs of by_distance * (c_p - c_q)², without forming the differences
    const double sum = 2.0 * (by_distance.rowwise().sum().dot(c.cwiseAbs2()) - c.dot(by_distance * c));
    found.gradient[i] = -2.0 * sum;
  }
  found.gradient[d] = 2.0 * s2 * w.cwiseProduct(matern).sum();
  found.gradient[d + 1] = 2.0 * kernel.noise_variance() * w.trace();
  found.gradient[d + 2] = 2.0 * l2 * w.cwiseProduct(trend).sum();

  for (Eigen::Index i = 0; i < parameters.size(); ++i) {
    const belief b = belief_of(i, d);
    const double z = (parameters[i] - b.mean) / b.deviation;
    found.value += 0.5 * z * z;
    found.gradient[i] += z / b.deviation;
  }
  return found;
}

}  // namespace

double covariance::noise_variance() const { return square_of_exp(log_noise); }

double covariance::variance_at(const Eigen::RowVectorXd& point) const {
  return square_of_exp(log_scale) + square_of_exp(log_linear) * (1.0 + point.squaredNorm());
}

Eigen::MatrixXd covariance::operator()(const feature_matrix& a, const feature_matrix& b) const {
  const Eigen::ArrayXXd r = (3.0 * squared_distances(scaled(a, *this), scaled(b, *this))).cwiseSqrt().array();
  Eigen::MatrixXd k = (square_of_exp(log_scale) * (1.0 + r) * (-r).exp()).matrix();
  const double l2 = square_of_exp(log_linear);
  k.noalias() += l2 * a * b.transpose();
  k.array() += l2;
  return k;
}

covariance fit_covariance(const feature_matrix& points, const Eigen::VectorXd& values) {
  const Eigen::Index d = points.cols();
  Eigen::VectorXd at(d + 3);
  for (Eigen::Index i = 0; i < at.size(); ++i) at[i] = belief_of(i, d).mean;

  // iRprop-: steps follow the sign of each derivative only, and shrink where it changes. Robust against the very
  // different curvatures here, and needs no line search.
  constexpr int steps = 60;
  constexpr double grow = 1.3, shrink = 0.5, first_step = 0.2, least_step = 1e-3, largest_step = 0.6;
  Eigen::VectorXd step = Eigen::VectorXd::Constant(d + 3, first_step);
  Eigen::VectorXd previous = Eigen::VectorXd::Zero(d + 3);
  Eigen::VectorXd best = at;
  double best_value = std::numeric_limits<double>::infinity();
  for (int i = 0; i < steps; ++i) {
    objective now = evaluate(at, points, values);
    if (!std::isfinite(now.value)) {
      at = best;
      step *= shrink;
      previous.setZero();
      continue;
    }
    if (now.value < best_value) {
      best_value = now.value;
      best = at;
    }
    for (Eigen::Index p = 0; p < at.size(); ++p) {
      const double agreement = now.gradient[p] * previous[p];
      if (agreement > 0) step[p] *= grow;
      if (agreement < 0) {
        step[p] *= shrink;
        now.gradient[p] = 0;
      }
      step[p] = std::clamp(step[p], least_step, largest_step);
      if (now.gradient[p] != 0) at[p] -= std::copysign(step[p], now.gradient[p]);
    }
    previous = now.gradient;
  }
  return unpacked(best);
}

gaussian_process::gaussian_process(covariance kernel, feature_matrix points, const Eigen::VectorXd& values)
    : kernel_(std::move(kernel)), points_(std::move(points)), values_(values) {
  Eigen::MatrixXd k = kernel_(points_, points_);
  k.diagonal().array() += kernel_.noise_variance();
  cholesky_.compute(k);
  if (cholesky_.info() != Eigen::Success) {
    throw std::runtime_error("gaussian_process: the covariance of the points is not positive definite");
  }
  weights_ = cholesky_.solve(values_);
}

Eigen::VectorXd gaussian_process::predict(const feature_matrix& where) const {
  constexpr Eigen::Index rows_at_once = 2048;  // bounds the covariance matrix between them and the points
  Eigen::VectorXd result(where.rows());
  for (Eigen::Index begin = 0; begin < where.rows(); begin += rows_at_once) {
    const Eigen::Index count = std::min(rows_at_once, where.rows() - begin);
    result.segment(begin, count) = kernel_(where.middleRows(begin, count), points_) * weights_;
  }
  return result;
}

Eigen::VectorXd gaussian_process::leave_one_out() const {
  const Eigen::Index n = values_.size();
  const Eigen::VectorXd precision = cholesky_.solve(Eigen::MatrixXd::Identity(n, n)).diagonal();
  return values_ - weights_.cwiseQuotient(precision);
}

}  // namespace calib::fit
