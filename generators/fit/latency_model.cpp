#include "fit/latency_model.hpp"

#include <cmath>
#include <limits>
#include <random>

#include "fit/draw_rows.hpp"
#include "fit/likelihood.hpp"
#include "fit/residuals.hpp"
#include "fit/select_points.hpp"
#include "fit/swap_points.hpp"

namespace calib::fit {
namespace {

// Points the covariance is fitted to: its cost grows with their cube, and more change the lengths by little.
constexpr Eigen::Index covariance_points = 500;

// Latencies have kinks. Some also have slopes, which a set of so many shapes can tell from kinks.
constexpr matern rough[] = {matern::half};
constexpr matern smooth_and_rough[] = {matern::three_halves, matern::half};
constexpr Eigen::Index enough_to_compare = 300;
// Points of the choice on which the two are compared.
constexpr std::size_t comparison_points = 225;
// A set that is used whole is small: it shows few kinks.
constexpr matern smooth[] = {matern::three_halves};

// Chosen points are those that say most, so what they share with no other point counts for more than noise found among
// all of them would.
constexpr double noise_of_chosen = 0.5;

// Passes of swaps. In a large choice no single point matters enough to be worth them.
constexpr std::size_t largest_swapped_choice = 500;
constexpr std::uint64_t swap_passes = 2;

covariance covariance_of(std::span<const matern> components, const feature_matrix& features,
                         const Eigen::VectorXd& values, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto rows = draw_rows(features.rows(), covariance_points, random);
  return fit_covariance(components, features(rows, Eigen::all), values(rows));
}

double mean_error(const covariance& kernel, const feature_matrix& features, const Eigen::VectorXd& values,
                  const model_options& options) {
  const auto chosen =
      select_points(kernel, features, values, std::min(options.max_points, comparison_points), options.seed);
  const gaussian_process process(kernel, features(chosen, Eigen::all), values(chosen));
  return (process.predict(features) - values).cwiseAbs().mean();
}

covariance best_covariance(const feature_matrix& features, const Eigen::VectorXd& values,
                           const model_options& options) {
  covariance best;
  double least = std::numeric_limits<double>::infinity();
  for (const std::span<const matern> components :
       std::initializer_list<std::span<const matern>>{rough, smooth_and_rough}) {
    covariance kernel = covariance_of(components, features, values, options.seed);
    kernel.log_noise += std::log(noise_of_chosen);
    if (features.rows() < enough_to_compare) return kernel;
    const double error = mean_error(kernel, features, values, options);
    if (error < least) {
      least = error;
      best = std::move(kernel);
    }
  }
  return best;
}

}  // namespace

latency_model::latency_model(std::string operation, precision p, std::span<const shape> shapes,
                             std::span<const double> latency_s, const model_options& options)
    : operation_(std::move(operation)), precision_(p) {
  const std::vector<cost> work = work_of(operation_, precision_, shapes);
  residuals left(work, latency_s);
  feature_matrix features = features_of(shapes);
  centre_ = features.colwise().mean();
  features.rowwise() -= centre_;

  if (shapes.size() <= options.max_points) {
    process_.emplace(covariance_of(smooth, features, left.values(), options.seed), features, left.values());
    points_ = shapes.size();
  } else {
    const covariance kernel = best_covariance(features, left.values(), options);
    auto chosen = select_points(kernel, features, left.values(), options.max_points, options.seed);
    left.rest_on(chosen);
    for (std::uint64_t pass = 0; chosen.size() <= largest_swapped_choice && pass < swap_passes; ++pass) {
      chosen = swap_points(kernel, features, left.values(), std::move(chosen), options.seed + pass);
      left.rest_on(chosen);
    }
    process_.emplace(kernel, features(chosen, Eigen::all), left.values()(chosen));
    points_ = chosen.size();
  }
  base_ = left.base();
}

feature_matrix latency_model::centred_features(std::span<const shape> shapes) const {
  feature_matrix features = features_of(shapes);
  features.rowwise() -= centre_;
  return features;
}

std::vector<double> latency_model::predict(std::span<const shape> shapes) const {
  const std::vector<cost> work = work_of(operation_, precision_, shapes);
  const Eigen::VectorXd residual = process_->predict(centred_features(shapes));
  std::vector<double> latency_s;
  for (std::size_t i = 0; i < work.size(); ++i) {
    latency_s.push_back(base_(work[i]) * std::exp(residual[static_cast<Eigen::Index>(i)]));
  }
  return latency_s;
}

}  // namespace calib::fit
