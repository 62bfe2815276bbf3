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
  return predict(membership(operation_, precision_, shapes, classes_), effective_coordinates(shapes, phases_),
                 shifts_of(shapes, steps_, phases_));
}

std::vector<double> latency_model::predict_grid(std::span<const shape> places) const {
  const std::size_t flags = class_count(classes_);
  std::vector<axis_phase> left(flags + phases_.size());  // that places are not yet what they count as under
  std::vector<shape> sizes;
  for (const shape& place : places) sizes.emplace_back(place.begin() + static_cast<std::ptrdiff_t>(flags), place.end());
  for (std::size_t d = 0; d < phases_.size(); ++d) {
    if (steps_[d].any()) left[flags + d] = phases_[d];
  }
  const coordinate_matrix all = effective_coordinates(places, left);
  return predict(all.leftCols(static_cast<Eigen::Index>(flags)), all.rightCols(std::ssize(phases_)),
                 shifts_of(sizes, steps_, phases_));
}

std::vector<axis_phase> latency_model::phases_of_tables() const {
  std::vector<axis_phase> phases = phases_;
  for (std::size_t d = 0; d < phases.size(); ++d) {
    if (steps_[d].any()) phases[d] = {};
  }
  return phases;
}

std::vector<double> latency_model::predict(const Eigen::MatrixXd& members, const coordinate_matrix& coordinates,
                                           const feature_matrix& shifts) const {
  const std::vector<cost> work = work_of(operation_, precision_, coordinates);
  const feature_matrix features =
      all_features(members, coordinates, shifts, work).leftCols(centre_.size()).rowwise() - centre_;
  const Eigen::VectorXd residual = process_->predict(features);
  std::vector<double> latency_s;
  for (std::size_t i = 0; i < work.size(); ++i) {
    latency_s.push_back(base_(work[i]) *
                        std::exp(std::clamp(residual[static_cast<Eigen::Index>(i)], lowest_, highest_)));
  }
  return latency_s;
}

}  // namespace calib::fit
