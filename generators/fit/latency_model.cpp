#include "fit/latency_model.hpp"

#include <algorithm>
#include <cmath>

#include "fit/choose_process.hpp"
#include "fit/class_search.hpp"
#include "fit/phase_search.hpp"
#include "fit/residuals.hpp"
#include "fit/search_covariance.hpp"
#include "fit/select_points.hpp"
#include "fit/swap_points.hpp"

namespace calib::fit {
namespace {

// Passes of swaps. In a large choice no single point matters enough to be worth them.
constexpr std::size_t largest_swapped_choice = 500;
constexpr std::uint64_t swap_passes = 8;

// Standard deviations beyond which a fall is known. Of falls by one or two, enough are real that tables without them
// are worse (docs/lab/fitted-models.md).
constexpr double clear_deviations = 1;

// Classes, then dimensions, then work, which not every process sees.
feature_matrix all_features(const Eigen::MatrixXd& members, const coordinate_matrix& coordinates,
                            const feature_matrix& shifts, std::span<const cost> work) {
  feature_matrix of_shape = features_with_work(coordinates, work);
  of_shape.leftCols(shifts.cols()) += shifts;
  feature_matrix features(of_shape.rows(), members.cols() + of_shape.cols());
  features << class_features(members), of_shape;
  return features;
}

stepped_axes steps_in(std::string_view operation, precision p, std::span<const shape> shapes,
                      std::span<const double> latency_s) {
  const std::vector<axis_phase> as_they_are(shapes.front().size());
  const std::vector<cost> work = work_of(operation, p, effective_coordinates(shapes, as_they_are));
  return find_steps(shapes, residuals(work, latency_s).values());
}

}  // namespace

latency_model::latency_model(std::string operation, precision p, std::span<const shape> shapes,
                             std::span<const double> latency_s, const model_options& options)
    : operation_(std::move(operation)),
      precision_(p),
      steps_(steps_in(operation_, precision_, shapes, latency_s)),
      phases_(find_phases(operation_, precision_, shapes, latency_s, rows_to_search(options.max_points), options.seed,
                          steps_)),
      classes_(find_classes(operation_, precision_, shapes, latency_s, phases_, rows_to_search(options.max_points),
                            options.seed, steps_)) {
  const coordinate_matrix coordinates = effective_coordinates(shapes, phases_);
  const std::vector<cost> work = work_of(operation_, precision_, coordinates);
  residuals left(work, latency_s);
  const Eigen::MatrixXd members = membership(operation_, precision_, shapes, classes_);
  feature_matrix with_work = all_features(members, coordinates, shifts_of(shapes, steps_, phases_), work);
  centre_ = with_work.colwise().mean();
  with_work.rowwise() -= centre_;
  const feature_matrix plain = with_work.leftCols(members.cols() + coordinates.cols());
  const feature_choice choice{plain, with_work};
  const bool whole = shapes.size() <= options.max_points;
  const chosen_process best = whole ? choose_process(choice, left.values(), options.seed)
                                    : choose_process_of_few(choice, left.values(), options.max_points, options.seed);
  const feature_matrix& features = best.seen(choice);
  centre_.conservativeResize(features.cols());

  if (whole) {
    process_.emplace(best.kernel, features, best.values);
    points_ = shapes.size();
  } else {
    const covariance kernel = with_noise_of_chosen(best.kernel);
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
  lowest_ = left.values().minCoeff();
  highest_ = left.values().maxCoeff();
}

std::vector<double> latency_model::predict(std::span<const shape> shapes) const {
  return predict(view_of(membership(operation_, precision_, shapes, classes_), effective_coordinates(shapes, phases_),
                         shifts_of(shapes, steps_, phases_)));
}

std::vector<double> latency_model::predict_grid(std::span<const shape> places) const {
  return predict(view_of_places(places));
}

std::vector<bool> latency_model::knows_falls(std::span<const shape> from, std::span<const shape> to) const {
  const view first = view_of_places(from), second = view_of_places(to);
  const std::vector<double> before_s = predict(first), after_s = predict(second);
  const Eigen::VectorXd variance = process_->variance_of_change(first.features, second.features);
  std::vector<bool> known;
  for (std::size_t i = 0; i < from.size(); ++i) {
    const double fall = std::log(before_s[i] / after_s[i]);
    const bool clear = fall > clear_deviations * std::sqrt(variance[static_cast<Eigen::Index>(i)]);
    known.push_back(clear || base_(second.work[i]) < base_(first.work[i]));
  }
  return known;
}

std::vector<axis_phase> latency_model::phases_of_tables() const {
  std::vector<axis_phase> phases = phases_;
  for (std::size_t d = 0; d < phases.size(); ++d) {
    if (steps_[d].any()) phases[d] = {};
  }
  return phases;
}

std::vector<double> latency_model::variance_on_grid(std::span<const shape> places) const {
  const Eigen::VectorXd variance = process_->variance(view_of_places(places).features);
  return {variance.begin(), variance.end()};
}

latency_model::view latency_model::view_of_places(std::span<const shape> places) const {
  const std::size_t flags = class_count(classes_);
  std::vector<axis_phase> left(flags + phases_.size());  // that places are not yet what they count as under
  std::vector<shape> sizes;
  for (const shape& place : places) sizes.emplace_back(place.begin() + static_cast<std::ptrdiff_t>(flags), place.end());
  for (std::size_t d = 0; d < phases_.size(); ++d) {
    if (steps_[d].any()) left[flags + d] = phases_[d];
  }
  const coordinate_matrix all = effective_coordinates(places, left);
  return view_of(all.leftCols(static_cast<Eigen::Index>(flags)), all.rightCols(std::ssize(phases_)),
                 shifts_of(sizes, steps_, phases_));
}

latency_model::view latency_model::view_of(const Eigen::MatrixXd& members, const coordinate_matrix& coordinates,
                                           const feature_matrix& shifts) const {
  view seen{.work = work_of(operation_, precision_, coordinates), .features = {}};
  seen.features = all_features(members, coordinates, shifts, seen.work).leftCols(centre_.size()).rowwise() - centre_;
  return seen;
}

std::vector<double> latency_model::predict(const view& seen) const {
  const Eigen::VectorXd residual = process_->predict(seen.features);
  std::vector<double> latency_s;
  for (std::size_t i = 0; i < seen.work.size(); ++i) {
    latency_s.push_back(base_(seen.work[i]) *
                        std::exp(std::clamp(residual[static_cast<Eigen::Index>(i)], lowest_, highest_)));
  }
  return latency_s;
}

}  // namespace calib::fit
