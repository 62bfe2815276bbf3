#include "fit/latency_model.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "fit/draw_rows.hpp"
#include "fit/likelihood.hpp"
#include "fit/phase_search.hpp"
#include "fit/residuals.hpp"
#include "fit/select_points.hpp"
#include "fit/swap_points.hpp"

namespace calib::fit {
namespace {

// Points the covariance is fitted to: its cost grows with their cube, and more change the lengths by little.
constexpr Eigen::Index covariance_points = 500;

// Latencies have kinks. Some also have slopes, which a set of so many shapes begins to tell from kinks.
constexpr matern rough[] = {matern::half};
constexpr matern smooth_and_rough[] = {matern::three_halves, matern::half};
constexpr Eigen::Index enough_to_compare = 20;
// Points of the choice on which the two are compared.
constexpr std::size_t comparison_points = 225;
// What seeing the work, too, has to leave of the error: less is worth further parameters.
constexpr double clearly_less = 0.97;
// A small set that is used whole shows few kinks.
constexpr matern smooth[] = {matern::three_halves};
// Rows of a large one that tell which covariance predicts each from the others; a tenth of a second for each with this
// many.
constexpr Eigen::Index left_out_rows = 1000;

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

// Of the process through points of a choice.
double error_of_choice(covariance kernel, const feature_matrix& features, const Eigen::VectorXd& values,
                       const model_options& options) {
  kernel.log_noise += std::log(noise_of_chosen);
  const auto chosen =
      select_points(kernel, features, values, std::min(options.max_points, comparison_points), options.seed);
  const gaussian_process process(kernel, features(chosen, Eigen::all), values(chosen));
  return (process.predict(features) - values).cwiseAbs().mean();
}

// Of processes through all points but one.
double error_of_all(const covariance& kernel, const feature_matrix& features, const Eigen::VectorXd& values,
                    const model_options& options) {
  std::mt19937_64 random(options.seed);
  const auto rows = draw_rows(features.rows(), left_out_rows, random);
  return leave_one_out_errors(kernel, features(rows, Eigen::all), values(rows)).cwiseAbs().mean();
}

// What a process may see of a shape.
struct feature_choice {
  const feature_matrix& plain;      ///< its dimensions
  const feature_matrix& with_work;  ///< and its work
};

struct chosen_covariance {
  covariance kernel;
  bool with_work = false;
};

// The covariance of these kinds with the least error over the dimensions, then over the work, too, if that is clearly
// less; the first kind where there are too few points to compare.
template <class Error>
chosen_covariance best_covariance(std::initializer_list<std::span<const matern>> kinds, const feature_choice& features,
                                  const Eigen::VectorXd& values, const model_options& options, Error error_of) {
  if (features.plain.rows() < enough_to_compare) {
    return {covariance_of(*kinds.begin(), features.plain, values, options.seed)};
  }
  chosen_covariance best;
  std::span<const matern> best_kind;
  double least = std::numeric_limits<double>::infinity();
  const auto consider = [&](std::span<const matern> kind, bool with_work) {
    const feature_matrix& seen = with_work ? features.with_work : features.plain;
    covariance kernel = covariance_of(kind, seen, values, options.seed);
    const double error = error_of(kernel, seen, values, options);
    if (error >= (with_work ? clearly_less : 1) * least) return;
    least = error;
    best_kind = kind;
    best = {std::move(kernel), with_work};
  };
  for (const std::span<const matern> kind : kinds) consider(kind, false);
  consider(best_kind, true);
  return best;
}

}  // namespace

latency_model::latency_model(std::string operation, precision p, std::span<const shape> shapes,
                             std::span<const double> latency_s, const model_options& options)
    : operation_(std::move(operation)),
      precision_(p),
      phases_(find_phases(operation_, precision_, shapes, latency_s, options.seed)) {
  const coordinate_matrix coordinates = effective_coordinates(shapes, phases_);
  const std::vector<cost> work = work_of(operation_, precision_, coordinates);
  residuals left(work, latency_s);
  feature_matrix with_work = features_with_work(coordinates, work);
  centre_ = with_work.colwise().mean();
  with_work.rowwise() -= centre_;
  const feature_matrix plain = with_work.leftCols(coordinates.cols());
  const bool whole = shapes.size() <= options.max_points;
  auto [kernel, sees_work] =
      whole
          ? best_covariance({smooth, rough, smooth_and_rough}, {plain, with_work}, left.values(), options, error_of_all)
          : best_covariance({rough, smooth_and_rough}, {plain, with_work}, left.values(), options, error_of_choice);
  const feature_matrix& features = sees_work ? with_work : plain;
  if (!sees_work) centre_.conservativeResize(plain.cols());

  if (whole) {
    process_.emplace(kernel, features, left.values());
    points_ = shapes.size();
  } else {
    kernel.log_noise += std::log(noise_of_chosen);
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
  least_ = left.values().minCoeff();
  most_ = left.values().maxCoeff();
}

std::vector<double> latency_model::predict(std::span<const shape> coordinates) const {
  const std::vector<axis_phase> as_they_are(phases_.size());
  const coordinate_matrix where = effective_coordinates(coordinates, as_they_are);
  const std::vector<cost> work = work_of(operation_, precision_, where);
  const feature_matrix features = features_with_work(where, work).leftCols(centre_.size()).rowwise() - centre_;
  const Eigen::VectorXd residual = process_->predict(features);
  std::vector<double> latency_s;
  for (std::size_t i = 0; i < work.size(); ++i) {
    latency_s.push_back(base_(work[i]) * std::exp(std::clamp(residual[static_cast<Eigen::Index>(i)], least_, most_)));
  }
  return latency_s;
}

}  // namespace calib::fit
