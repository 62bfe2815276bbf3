#include "calibration/measuring.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "calibration/kernel_workload.hpp"
#include "calibration/setting_plan.hpp"
#include "measure/affinity.hpp"
#include "measure/freed_memory.hpp"

namespace calib::calibration {
namespace {

// Operands that stay for the next visits of their shapes. With 8 GB instead a full run got a quarter of the samples: a
// virtual machine takes 14 us for each page it did not have before.
constexpr std::size_t kept_bytes = std::size_t{512} << 20U;

// Shapes that have ended before it is seen where others are needed, as a share: the last ones, disturbed at every
// visit, may never.
constexpr double most_shapes = 0.9, all_shapes = 1.0;

// While a fitted table grows, its shapes make do with few samples: a fit averages the errors of neighbours, so a
// further shape tells it more than a narrower interval.
measure::stopping_rule stop_of(const job& table, bool growing) {
  measure::stopping_rule stop;
  stop.relative_half_width = table.half_width;
  if (growing && table.fitted) stop.max_samples = stop.min_samples;
  return stop;
}

}  // namespace

measure::run_result measure_shapes(const std::vector<job>& jobs, const measuring& what, host& machine,
                                   const std::atomic<bool>& stop, measure::observer& watcher,
                                   measure::run_state earlier) {
  measure::measure_options options;
  std::vector<kernel_workload> workloads;
  for (std::size_t table = 0; table < jobs.size(); ++table) {
    for (const plan::shape& dims : jobs[table].shapes) {
      workloads.emplace_back(*jobs[table].kernel, dims);
      options.tables.push_back(table);
      options.stops.push_back(stop_of(jobs[table], what.growing));
    }
  }
  std::vector<const measure::workload*> views;
  for (const kernel_workload& workload : workloads) views.push_back(&workload);

  // Several threads choose their own CPUs; a single one stays where its caches are.
  std::optional<measure::pinned_thread> pin;
  std::optional<measure::freed_memory_stays> reused;
  if (what.how.threads == 1) {
    pin.emplace(measure::preferred_cpu(measure::allowed_cpus()));
    reused.emplace();
  }
  const auto evidence = machine.observe_thread();
  const measure::sensors tools{machine.clock(), machine.counter(), machine.canaries(), *evidence, machine.core()};
  options.time_budget_s = what.time_budget_s;
  options.enough = what.growing ? most_shapes : all_shapes;
  std::size_t largest = 0;
  for (const kernel_workload& workload : workloads) largest = std::max(largest, workload.working_set_bytes());
  const std::size_t most = most_bytes(machine.environment());
  options.memory_budget_bytes = std::clamp(largest, std::min(kept_bytes, most), most);
  options.warm_up.last_level_cache_bytes = machine.environment().machine.last_level_bytes();
  options.warm_up.own_cache_bytes = machine.own_cache_bytes(what.how.threads);
  options.seed = what.seed;
  options.launch = what.launch;
  options.several_threads = what.how.threads > 1;
  options.cache = what.how.cache;
  if (options.cache == cache_state::cold) options.flush = machine.cache_flush(what.how.threads);
  return measure::run_rounds(views, tools, options, stop, watcher, std::move(earlier));
}

}  // namespace calib::calibration
