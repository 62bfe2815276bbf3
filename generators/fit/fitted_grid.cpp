#include "fit/fitted_grid.hpp"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <utility>
#include <vector>

#include "fit/monotone.hpp"

namespace calib::fit {
namespace {

// Knots for each point that the model rests on. More than the most say nothing that the points did not. Thousands of
// points tell of kinks, which may be worth more knots than are mostly enough.
constexpr std::size_t most_knots_of_a_point = 32, knots_of_a_point = 16;

// Grids of a table with classes have fewer knots each, as they share them, but not so few as if they shared the points.
constexpr std::size_t grids_worth_their_points = 2;

// A table has no phase on an axis with steps: each step on it takes two knots, which the other axes should not be short
// of.
constexpr double larger_with_steps = 1.3;

std::vector<shape> shapes_of(std::span<const measured_shape> seen) {
  std::vector<shape> shapes;
  for (const measured_shape& one : seen) shapes.push_back(one.dims);
  return shapes;
}

latency_model model_of(const measurement_set& set, std::span<const measured_shape> seen, const model_options& options) {
  std::vector<double> latency_s;
  for (const measured_shape& one : seen) latency_s.push_back(one.latency_s);
  return {set.operation, set.precision, shapes_of(seen), latency_s, options};
}

}  // namespace

fitted_grid::fitted_grid(const measurement_set& set, std::span<const measured_shape> seen, const model_options& options)
    : model_(model_of(set, seen, options)) {
  const std::size_t grids = grid_count(model_.classes());
  const plan::grid axes = candidate_knots(set.dimensions, shapes_of(seen), model_.phases_of_tables(), grids);
  const bool stepped = std::ranges::any_of(model_.steps(), &stepped_axis::any);
  const double larger = stepped ? larger_with_steps : 1;
  const auto mostly_enough = static_cast<std::size_t>(
      larger * static_cast<double>(enough_grid_points(axes) * std::min(grids, grids_worth_their_points)));
  const auto most_of_points =
      static_cast<std::size_t>(larger * static_cast<double>(knots_of_a_point * model_.points()));
  const std::size_t enough = std::min(mostly_enough, most_knots_of_a_point * model_.points());
  // Both sides of a step; classes are axes before the others.
  std::vector<std::set<std::uint64_t>> indispensable(stepped ? class_count(model_.classes()) : 0);
  for (const stepped_axis& axis : model_.steps()) {
    if (!stepped) break;
    std::set<std::uint64_t>& sizes = indispensable.emplace_back();
    for (const axis_step& step : axis.steps) sizes.insert({step.below, step.above});
  }
  within_ = finished(thinned(sampled(axes), enough, std::max(enough, most_of_points), indispensable));
}

sampled_grid fitted_grid::beyond() const { return finished(sampled(widened(within_.axes))); }

// Classes are axes before the others, outside and in.
sampled_grid fitted_grid::sampled(plan::grid axes) const {
  const profile_io::axis_data outside_and_in{.name = "class", .knots = {0, 1}};
  axes.insert(axes.begin(), class_count(model_.classes()), outside_and_in);
  std::vector<double> values = model_.predict_grid(plan::shapes_of(axes));
  return {.axes = std::move(axes), .values = std::move(values)};
}

sampled_grid fitted_grid::finished(sampled_grid grid) const {
  const std::size_t classes = class_count(model_.classes());
  pool_falls(grid, classes, model_.variance_on_grid(plan::shapes_of(grid.axes)),
             std::bind_front(&latency_model::knows_falls, &model_));
  grid.axes.erase(grid.axes.begin(), grid.axes.begin() + static_cast<std::ptrdiff_t>(classes));
  return grid;
}

}  // namespace calib::fit
