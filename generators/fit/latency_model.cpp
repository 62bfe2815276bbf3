#include "fit/latency_model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

#include "fit/select_points.hpp"

namespace calib::fit {
namespace {

// Points the covariance is fitted to: its cost grows with their cube, and more change the lengths by little.
constexpr std::size_t covariance_points = 700;

std::vector<std::size_t> some_of(std::size_t rows, std::size_t most, std::uint64_t seed) {
  std::vector<std::size_t> all(rows);
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::mt19937_64 random(seed);
  std::shuffle(all.begin(), all.end(), random);
  all.resize(std::min(rows, most));
  return all;
}

}  // namespace

latency_model::latency_model(std::string operation, precision p, std::span<const shape> shapes,
                             std::span<const double> latency_s, const model_options& options)
    : operation_(std::move(operation)), precision_(p) {
  const std::vector<cost> work = work_of(operation_, precision_, shapes);
  base_ = fit_base(work, latency_s);
  feature_matrix features = features_of(shapes);
  centre_ = features.colwise().mean();
  features.rowwise() -= centre_;
  Eigen::VectorXd residual(features.rows());
  for (Eigen::Index i = 0; i < residual.size(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    residual[i] = std::log(latency_s[at] / base_(work[at]));
  }

  const auto sample = some_of(shapes.size(), covariance_points, options.seed);
  const covariance kernel = fit_covariance(features(sample, Eigen::all), residual(sample));
  const auto chosen = select_points(kernel, features, residual, options.max_points, options.seed);
  points_ = chosen.size();
  process_.emplace(kernel, features(chosen, Eigen::all), residual(chosen));
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
