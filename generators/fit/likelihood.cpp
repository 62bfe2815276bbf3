#include "fit/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "fit/cholesky.hpp"

namespace calib::fit {
namespace {

// Weak beliefs about parameters, as logarithms normal around these. They matter where points are few.
constexpr double believed_length = 3;    // octaves up and down
constexpr double believed_scale = 0.15;  // of all components together
constexpr double believed_noise = 0.05;  // what repeated collections differ by, and a little more
constexpr double believed_linear = 0.1;
constexpr double belief_deviation = 2;

// From a covariance that is nearly right.
constexpr int last_steps = 12;

// No measurement repeats better, and points that a phase makes one have values that differ.
const double least_log_noise = std::log(1e-3);

// The least that packed parameters may be.
Eigen::VectorXd least_parameters(const covariance& kernel, double least_length) {
  constexpr double unbounded = -std::numeric_limits<double>::infinity();
  covariance least = kernel;
  for (covariance_component& one : least.components) {
    one.log_length.setConstant(std::log(least_length));
    one.log_scale = unbounded;
  }
  least.log_noise = least.log_linear = unbounded;
  return packed(least);
}

// The likeliest covariance that so many steps from this one find.
covariance climbed(const covariance& first, const feature_matrix& points, const Eigen::VectorXd& values, int steps,
                   double least_length) {
  // iRprop-: steps follow the sign of each derivative only, and shrink where it changes. Robust against the very
  // different curvatures here, and needs no line search. After 40 the likelihood changes by less than its noise.
  constexpr double grow = 1.3, shrink = 0.5, failed = 0.3, first_step = 0.2, least_step = 1e-3, largest_step = 0.6;
  const Eigen::VectorXd least = least_parameters(first, least_length);
  Eigen::VectorXd at = packed(first);
  Eigen::VectorXd step = Eigen::VectorXd::Constant(at.size(), first_step);
  Eigen::VectorXd previous = Eigen::VectorXd::Zero(at.size());
  Eigen::VectorXd best = at;
  double best_value = std::numeric_limits<double>::infinity();
  for (int i = 0; i < steps; ++i) {
    penalised_likelihood now = likelihood_of(unpacked(at, first), points, values);
    if (!std::isfinite(now.value)) {
      at = best;
      step *= failed;
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
    at = at.cwiseMax(least);
    previous = now.gradient;
  }
  covariance fitted = unpacked(best, first);
  fitted.log_noise = std::max(fitted.log_noise, least_log_noise);
  return fitted;
}

// Of the component's covariances between the points, and their derivatives by squared distances: the lower triangle.
value_and_slope lower_part_of(const covariance_component& one, const feature_matrix& points) {
  const Eigen::Index n = points.rows();
  const double variance = square_of_exp(one.log_scale);
  value_and_slope lower{Eigen::ArrayXXd::Zero(n, n), Eigen::ArrayXXd::Zero(n, n)};
  for_each_block_of_lower(n, [&](Eigen::Index begin, Eigen::Index columns) {
    const Eigen::Index rows = n - begin;
    const value_and_slope block = value_and_slope_of(
        one.function, squared_distances(one, points.bottomRows(rows), points.middleRows(begin, columns)));
    lower.value.block(begin, begin, rows, columns) = variance * block.value;
    lower.slope.block(begin, begin, rows, columns) = variance * block.slope;
  });
  return lower;
}

}  // namespace

Eigen::VectorXd packed(const covariance& kernel) {
  Eigen::Index count = 2;
  for (const covariance_component& one : kernel.components) count += one.log_length.size() + 1;
  Eigen::VectorXd all(count);
  Eigen::Index at = 0;
  for (const covariance_component& one : kernel.components) {
    all.segment(at, one.log_length.size()) = one.log_length;
    at += one.log_length.size();
    all[at++] = one.log_scale;
  }
  all[at++] = kernel.log_noise;
  all[at] = kernel.log_linear;
  return all;
}

covariance unpacked(const Eigen::VectorXd& parameters, const covariance& like) {
  covariance kernel = like;
  Eigen::Index at = 0;
  for (covariance_component& one : kernel.components) {
    one.log_length = parameters.segment(at, one.log_length.size());
    at += one.log_length.size();
    one.log_scale = parameters[at++];
  }
  kernel.log_noise = parameters[at++];
  kernel.log_linear = parameters[at];
  return kernel;
}

covariance believed_covariance(std::span<const matern> components, Eigen::Index features) {
  covariance kernel{.components = {}, .log_noise = std::log(believed_noise), .log_linear = std::log(believed_linear)};
  const double share = std::sqrt(static_cast<double>(components.size()));
  for (const matern function : components) {
    kernel.components.push_back({.function = function,
                                 .log_length = Eigen::VectorXd::Constant(features, std::log(believed_length)),
                                 .log_scale = std::log(believed_scale / share)});
  }
  return kernel;
}

// Rasmussen and Williams, eq. 5.9. All matrices are symmetric: only their lower triangles are made.
penalised_likelihood likelihood_of(const covariance& kernel, const feature_matrix& points,
                                   const Eigen::VectorXd& values) {
  const Eigen::Index features = points.cols();
  const double l2 = square_of_exp(kernel.log_linear);
  const Eigen::ArrayXXd trend = (points * points.transpose()).array() + 1.0;
  std::vector<value_and_slope> parts;
  Eigen::MatrixXd k = (l2 * trend).matrix();
  for (const covariance_component& one : kernel.components) {
    k += parts.emplace_back(lower_part_of(one, points)).value.matrix();
  }
  k.diagonal().array() += kernel.noise_variance();
  const cholesky factor(std::move(k));
  if (!factor.positive_definite()) return {std::numeric_limits<double>::infinity(), {}};
  const Eigen::MatrixXd inverse = factor.lower_inverse();
  const Eigen::VectorXd a = inverse.selfadjointView<Eigen::Lower>() * values;
  penalised_likelihood found;
  found.value = 0.5 * (values.dot(a) + factor.log_determinant());

  const Eigen::VectorXd parameters = packed(kernel);
  found.gradient.resize(parameters.size());
  // What a change of each covariance does to the value. Each pair of different points stands for both of its places.
  Eigen::MatrixXd pairs = inverse - a * a.transpose();
  pairs.triangularView<Eigen::StrictlyUpper>().setZero();
  pairs.diagonal() *= 0.5;
  const auto w = pairs.array();
  Eigen::Index at = 0;
  for (std::size_t c = 0; c < kernel.components.size(); ++c) {
    const covariance_component& one = kernel.components[c];
    const Eigen::MatrixXd by_distance = (w * parts[c].slope).matrix();
    const Eigen::VectorXd of_points = by_distance.rowwise().sum() + by_distance.colwise().sum().transpose();
    for (Eigen::Index i = 0; i < features; ++i) {
      const Eigen::VectorXd x = points.col(i) * std::exp(-one.log_length[i]);
      // -2 times the sum over pairs of by_distance * (x_p - x_q)², without forming the differences
      found.gradient[at++] =
          -2.0 * (of_points.dot(x.cwiseAbs2()) - 2.0 * x.dot(by_distance.triangularView<Eigen::Lower>() * x));
    }
    found.gradient[at++] = 2.0 * (w * parts[c].value).sum();
  }
  found.gradient[at++] = 2.0 * kernel.noise_variance() * pairs.trace();
  found.gradient[at] = 2.0 * l2 * (w * trend).sum();

  std::vector<matern> functions;
  for (const covariance_component& one : kernel.components) functions.push_back(one.function);
  const Eigen::VectorXd z = (parameters - packed(believed_covariance(functions, features))) / belief_deviation;
  found.value += 0.5 * z.squaredNorm();
  found.gradient += z / belief_deviation;
  return found;
}

covariance fit_covariance(std::span<const matern> components, const feature_matrix& points,
                          const Eigen::VectorXd& values, double least_length) {
  // Few points find the way for next to nothing, all of them the last of it.
  constexpr int steps = 40;
  constexpr Eigen::Index few = 150;
  const covariance believed = believed_covariance(components, points.cols());
  if (points.rows() <= few) return climbed(believed, points, values, steps, least_length);
  const covariance near = climbed(believed, points.topRows(few), values.head(few), steps, least_length);
  return climbed(near, points, values, last_steps, least_length);
}

covariance refit_covariance(const covariance& near, const feature_matrix& points, const Eigen::VectorXd& values) {
  return climbed(near, points, values, last_steps, 0);
}

}  // namespace calib::fit
