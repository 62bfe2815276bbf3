#include "calibration/tables.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "fit/disturbance.hpp"
#include "fit/fitted_table.hpp"
#include "fit/line_phase.hpp"
#include "measure/grade.hpp"
#include "statistics/statistics.hpp"

namespace calib::calibration {
namespace {

// A kernel whose largest shape does less than one FLOP for each byte waits for memory on every machine of today.
constexpr double memory_bound_intensity = 1.0;

bool memory_bound(const job& one) {
  plan::shape largest;
  for (const auto& axis : one.domain()) largest.push_back(axis.knots.back());
  const cost work = one.kernel->work(largest);
  return work.arithmetic.value < memory_bound_intensity * work.traffic.value;
}

// Of the shapes with undisturbed samples, by how much all samples are slower than these.
double as_it_comes(std::span<const measure::result> results) {
  std::vector<double> factors;
  for (const measure::result& one : results) {
    if (one.accepted > 0) factors.push_back(one.as_it_comes_s / one.wall.median);
  }
  return factors.empty() ? 0.0 : statistics::median(factors);
}

profile_io::quality_data quality_of(const job& one, std::span<const measure::result> results,
                                    std::span<const measure::round_record> rounds, const table_options& options) {
  measure::grade_input input = measure::grade_input_of(results);
  const measure::canary_change change = measure::change_over(rounds);
  input.drift = memory_bound(one) ? change.dram : change.fma_cycles;
  input.wished_half_width = one.half_width;
  input.counters_available = options.counters_available;
  input.little_memory = one.cut_by_memory;
  input.quota_throttled = options.quota_throttled;
  const measure::quality judged = measure::judge_table(input);

  profile_io::quality_data quality;
  quality.grade = measure::letter(judged.given);
  quality.points = static_cast<std::uint32_t>(input.relative_half_widths.size());
  if (!input.relative_half_widths.empty()) quality.interval = statistics::median(input.relative_half_widths);
  quality.rejected = input.rejected_share;
  quality.between_launches = input.between_launches;
  if (options.in_company) quality.as_it_comes = as_it_comes(results);
  for (const measure::quality_flag flag : judged.flags) quality.flags.emplace_back(name(flag));
  return quality;
}

std::vector<fit::probe> probes_of(const measured_job& one) {
  const measured_job::part probed = one.of_probes();
  const std::vector<bool> taken = worth_a_point(probed);
  std::vector<fit::probe> probes;
  for (std::size_t i = 0; i < probed.size(); ++i) {
    const plan::shape& dims = one.plan.shapes[one.plan.table_shapes() + i];
    if (taken[i]) probes.push_back({dims.front(), probed[i].normalised.median});
  }
  return probes;
}

profile_io::table_data grid_table(const measured_job& one) {
  const measured_job::part at_knots = one.of_table();
  std::vector<bool> have = worth_a_point(at_knots);
  // How far the table reaches is worth a disturbed knot at either end.
  have.front() = at_knots.front().has_data();
  have.back() = at_knots.back().has_data();
  const plan::complete_part part = plan::largest_complete_part(one.plan.knots, have);
  profile_io::table_data table;
  table.axes = part.axes;
  for (const std::size_t i : part.kept) {
    table.latency_s.push_back(at_knots[i].normalised.median);
    table.wall_latency_s.push_back(at_knots[i].wall.median);
  }
  if (table.axes.size() == 1) {
    profile_io::axis_data& axis = table.axes.front();
    axis.phase = fit::find_phase_of_line(axis.knots, table.latency_s, probes_of(one));
    if (axis.phase) axis.knots = fit::knots_under(*axis.phase, axis.knots);
  }
  return table;
}

profile_io::table_data fitted_table(const measured_job& one, const table_options& options) {
  const fit::measurement_set set = measurement_set_of(one);
  if (set.shapes.size() < fewest_to_fit) return {};
  profile_io::table_data table = fit::in_setting(
      fit::fit_table(fit::without_disturbance(set, options.seed),
                     {.max_points = set.shapes.size(), .seed = options.seed},
                     options.cross_validated ? fit::error_of_table::cross_validated : fit::error_of_table::unknown),
      one.plan.setting);
  table.measurements.dims.resize(set.dimensions.size());
  for (const fit::measured_shape& point : set.shapes) {
    for (std::size_t a = 0; a < point.dims.size(); ++a) table.measurements.dims[a].push_back(point.dims[a]);
    table.measurements.latency_s.push_back(point.latency_s);
  }
  return table;
}

std::vector<held_out_shape> held_out_shapes(const measured_job& one) {
  const measured_job::part results = one.of_held_out();
  const std::size_t first = one.plan.shapes.size() - results.size();
  std::vector<held_out_shape> shapes;
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].has_data()) shapes.push_back({one.plan.shapes[first + i], results[i].normalised.median});
  }
  return shapes;
}

}  // namespace

built_table table_from(const measured_job& one, std::span<const measure::round_record> rounds,
                       const table_options& options) {
  const job& plan = one.plan;
  profile_io::table_data table = plan.fitted() ? fitted_table(one, options) : grid_table(one);
  table.operation = plan.kernel->operation();
  table.precision = plan.kernel->precision();
  table.setting = plan.setting;
  table.quality = quality_of(plan, one.of_table(), rounds, options);
  if (plan.fitted()) table.quality.points = static_cast<std::uint32_t>(table.measurements.latency_s.size());
  return {.table = std::move(table), .held_out = held_out_shapes(one)};
}

void add_error(built_table& built, const loaded_profile& predictions) {
  if (built.held_out.empty()) return;
  profile_io::table_data& table = built.table;
  std::vector<double> errors;
  for (const held_out_shape& shape : built.held_out) {
    const estimate predicted = predictions.estimate(table.operation, table.precision, shape.dims, table.setting);
    errors.push_back(std::abs(predicted.latency.count() / shape.latency_s - 1.0));
  }
  table.error = {.median = statistics::median(errors),
                 .p95 = statistics::quantile(errors, 0.95),
                 .count = static_cast<std::uint32_t>(errors.size())};
  table.error_method = "hold-out";
}

}  // namespace calib::calibration
