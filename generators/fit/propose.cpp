#include "fit/propose.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "fit/gaussian_process.hpp"
#include "fit/plain_view.hpp"

namespace calib::fit {
namespace {

// Proposals are made several times in a calibration, of every table: lengths from so many points come in a tenth of a
// second and are near those that the finished table is fitted with.
constexpr Eigen::Index proposal_points = 200;

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
  plain_view seen = plain_view_of(measured);
  shapes_ = std::move(seen.shapes);
  centre_ = seen.features.colwise().mean();
  points_ = seen.features.rowwise() - centre_;
  kernel_ = smooth_covariance(points_, seen.values, proposal_points, seed);
  left_out_ = leave_one_out_errors(kernel_, points_, seen.values).cwiseAbs();
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
  const Eigen::MatrixXd explained = kernel_.of_values_at(points_).llt().matrixL().solve(kernel_(points_, where));
  Eigen::MatrixXd unsure = kernel_(where, where) - explained.transpose() * explained;
  const Eigen::VectorXd wrong = nearby(left_out_, kernel_.components.front(), where, points_);

  std::vector<shape> chosen;
  for (count = std::min(count, fresh.size()); chosen.size() < count;) {
    Eigen::Index worst = 0;
    unsure.diagonal().cwiseMax(0).cwiseSqrt().cwiseProduct(wrong).maxCoeff(&worst);
    chosen.push_back(fresh[static_cast<std::size_t>(worst)]);
    const Eigen::VectorXd explained_by_worst =
        unsure.col(worst) / std::sqrt(std::max(unsure(worst, worst), 0.0) + kernel_.noise_variance());
    unsure.noalias() -= explained_by_worst * explained_by_worst.transpose();
    unsure(worst, worst) = 0;  // noise would leave a rest, and the shape would be chosen again
  }
  return chosen;
}

}  // namespace calib::fit
