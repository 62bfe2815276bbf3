#include "fit/propose.hpp"

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

#include "fit/draw_rows.hpp"
#include "fit/gaussian_process.hpp"
#include "fit/likelihood.hpp"
#include "fit/residuals.hpp"

namespace calib::fit {
namespace {

// Proposals are made several times in a calibration, of every table: lengths from so many points come in a tenth of a
// second and are near those that the finished table is fitted with.
constexpr Eigen::Index covariance_points = 200;
constexpr matern smooth[] = {matern::three_halves};

feature_matrix plain_features(std::span<const shape> shapes) {
  const std::vector<axis_phase> none(shapes.front().size());
  return features_of(effective_coordinates(shapes, none));
}

// The neighbourhood of a candidate, as a share of the lengths on which latency changes: over all of them, errors would
// look alike everywhere, and only the edges would be unsure.
constexpr double neighbourhood = 1.0 / 8;

// Of each candidate, the errors of the points around it.
Eigen::VectorXd nearby(const Eigen::VectorXd& errors, covariance_component lengths, const feature_matrix& candidates,
                       const feature_matrix& points) {
  lengths.log_length.array() += std::log(neighbourhood);
  const Eigen::MatrixXd weights = value_of(matern::half, squared_distances(lengths, candidates, points)).matrix();
  return (weights * errors).cwiseQuotient(weights.rowwise().sum());
}

}  // namespace

proposer::proposer(const measurement_set& measured, std::uint64_t seed) {
  std::vector<double> latency_s;
  for (const measured_shape& one : measured.shapes) {
    shapes_.push_back(one.dims);
    latency_s.push_back(one.latency_s);
  }
  points_ = plain_features(shapes_);
  centre_ = points_.colwise().mean();
  points_.rowwise() -= centre_;
  const std::vector<axis_phase> none(measured.dimensions.size());
  const std::vector<cost> work = work_of(measured.operation, measured.precision, effective_coordinates(shapes_, none));
  const residuals left(work, latency_s);
  std::mt19937_64 random(seed);
  const auto rows = draw_rows(points_.rows(), covariance_points, random);
  kernel_ = fit_covariance(smooth, points_(rows, Eigen::all), left.values()(rows));
  left_out_ = leave_one_out_errors(kernel_, points_, left.values()).cwiseAbs();
}

feature_matrix proposer::centred(std::span<const shape> shapes) const {
  feature_matrix features = plain_features(shapes);
  features.rowwise() -= centre_;
  return features;
}

std::vector<shape> proposer::choose(std::span<const shape> candidates, std::size_t count) const {
  const std::set<shape> known(shapes_.begin(), shapes_.end());
  std::vector<shape> fresh;
  for (const shape& one : candidates) {
    if (!known.contains(one)) fresh.push_back(one);
  }
  if (fresh.empty()) return {};
  const feature_matrix where = centred(fresh);
  Eigen::MatrixXd of_points = kernel_(points_, points_);
  of_points.diagonal().array() += kernel_.noise_variance();
  const Eigen::MatrixXd explained = of_points.llt().matrixL().solve(kernel_(points_, where));
  Eigen::MatrixXd unsure = kernel_(where, where) - explained.transpose() * explained;
  const Eigen::VectorXd wrong = nearby(left_out_, kernel_.components.front(), where, points_);

  std::vector<shape> chosen;
  for (count = std::min(count, fresh.size()); chosen.size() < count;) {
    Eigen::Index worst = 0;
    unsure.diagonal().cwiseMax(0).cwiseSqrt().cwiseProduct(wrong).maxCoeff(&worst);
    chosen.push_back(fresh[static_cast<std::size_t>(worst)]);
    const Eigen::VectorXd told =
        unsure.col(worst) / std::sqrt(std::max(unsure(worst, worst), 0.0) + kernel_.noise_variance());
    unsure.noalias() -= told * told.transpose();
    unsure(worst, worst) = 0;  // noise would leave a rest, and the shape would be chosen again
  }
  return chosen;
}

}  // namespace calib::fit
