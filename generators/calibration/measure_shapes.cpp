#include "calibration/measure_shapes.hpp"

#include <algorithm>
#include <utility>

#include "calibration/engine_companies.hpp"
#include "calibration/job_shapes.hpp"
#include "calibration/kernel_workload.hpp"
#include "calibration/measuring_thread.hpp"
#include "calibration/setting_plan.hpp"

namespace calib::calibration {
namespace {

// Operands that stay for the next visits of their shapes. With 8 GB instead a full run got a quarter of the samples: a
// virtual machine takes 14 us for each page it did not have before.
constexpr std::size_t kept_bytes = std::size_t{512} << 20U;

// As many as make an interval: a company is made anew for each visit, which costs as much as some of its passes.
constexpr std::size_t passes_of_a_company = 8;

// Shapes that have ended before it is seen where others are needed, as a share: the last ones, disturbed at every
// visit, may never.
constexpr double most_shapes = 0.9, all_shapes = 1.0;

// While a fitted table grows, its shapes make do with few samples: a fit averages the errors of neighbours, so a
// further shape tells it more than a narrower interval.
measure::stopping_rule stop_of(const job& table, bool growing) {
  measure::stopping_rule stop;
  stop.relative_half_width = table.half_width;
  if (growing && table.fitted()) stop.max_samples = stop.min_samples;
  return stop;
}

measure::measure_options options_for(const stage_options& wanted, host& machine) {
  const condition& condition = wanted.condition;
  measure::measure_options options;
  options.time_budget_s = wanted.time_budget_s;
  options.enough = wanted.growing ? most_shapes : all_shapes;
  options.warm_up.last_level_cache_bytes = machine.reached_by(condition.threads).last_level_bytes();
  options.warm_up.own_cache_bytes = machine.own_cache_bytes(condition.threads);
  options.seed = wanted.seed;
  options.launch = wanted.launch;
  options.several_threads = condition.threads > 1;
  options.cache = condition.cache;
  options.company_bytes = condition.company_bytes;
  if (options.cache == cache_state::network) options.passes_per_group = passes_of_a_company;
  if (options.cache == cache_state::cold) options.flush = machine.cache_flush(condition.threads);
  return options;
}

std::vector<measured_job> with_results(const std::vector<job>& jobs, std::vector<measure::result> results) {
  auto parts = by_job<measure::result>(jobs, std::move(results));
  std::vector<measured_job> measured;
  for (std::size_t i = 0; i < jobs.size(); ++i) measured.push_back({jobs[i], std::move(parts[i])});
  return measured;
}

}  // namespace

stage_measurement measure_shapes(const std::vector<job>& jobs, const stage_options& wanted, host& machine,
                                 const std::atomic<bool>& stop, measure::observer& observer,
                                 measure::run_state earlier) {
  measure::measure_options options = options_for(wanted, machine);
  std::vector<kernel_workload> workloads;
  std::size_t largest = 0;
  for (const job_shape& shape : shapes_in_turn(jobs)) {
    workloads.emplace_back(*shape.of.kernel, shape.dims);
    options.tables.push_back(shape.table);
    options.stops.push_back(stop_of(shape.of, wanted.growing));
    largest = std::max(largest, workloads.back().working_set_bytes());
  }
  const std::size_t most = most_bytes(machine.environment());
  // A company has its last member beyond its size, and what fills it up is less than its size again.
  const std::size_t wanted_bytes = std::max(largest + 2 * options.company_bytes, kept_bytes);
  options.memory_budget_bytes = std::clamp(wanted_bytes, std::min(largest, most), most);
  std::vector<const measure::workload*> views;
  for (const kernel_workload& workload : workloads) views.push_back(&workload);

  // Operands are written first by these threads, so that they lie in the memory of the same node.
  const measuring_thread here(machine, wanted.condition.threads);
  const auto evidence = machine.observe_thread();
  const measure::sensors tools{machine.clock(), machine.counter(), machine.canaries(), *evidence, machine.core()};
  measure::run_result done;
  if (wanted.timed_by != nullptr) {
    engine_companies together(*wanted.timed_by, shapes_in_turn(jobs));
    done = measure::run_jointly(views, together, tools, options, stop, observer, std::move(earlier));
  } else {
    done = measure::run_rounds(views, tools, options, stop, observer, std::move(earlier));
  }
  return {.jobs = with_results(jobs, std::move(done.results)),
          .rounds = std::move(done.state.rounds),
          .elapsed_s = done.state.elapsed_s,
          .sustained_clock_hz = done.sustained_clock_hz,
          .throttled = {},
          .all_ended = done.ended == measure::run_end::enough_ended};
}

}  // namespace calib::calibration
