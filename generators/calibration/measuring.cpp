#include "calibration/measuring.hpp"

#include <optional>
#include <utility>

#include "calibration/setting_plan.hpp"
#include "calibration/workload.hpp"
#include "measure/affinity.hpp"

namespace calib::calibration {

measure::measurement measure_shapes(const std::vector<job>& jobs, const measuring& what, host& machine,
                                    const std::atomic<bool>& stop, measure::observer& watcher,
                                    measure::run_state earlier) {
  std::vector<kernel_workload> workloads;
  for (const job& one : jobs) {
    for (const plan::shape& dims : one.shapes) workloads.emplace_back(*one.kernel, dims);
  }
  std::vector<const measure::workload*> views;
  for (const kernel_workload& workload : workloads) views.push_back(&workload);

  // Several threads choose their own CPUs; a single one stays where its caches are.
  std::optional<measure::pinned_thread> pin;
  if (what.how.threads == 1) pin.emplace(measure::preferred_cpu(measure::allowed_cpus()));
  const auto evidence = machine.observe_thread();
  const measure::instruments tools{machine.clock(), machine.counter(), machine.canaries(), *evidence};
  measure::measure_options options;
  options.time_budget_s = what.time_budget_s;
  options.stop.relative_half_width = what.relative_half_width;
  options.memory_budget_bytes = resident_bytes(machine.environment());
  options.warm_up.last_level_cache_bytes = machine.environment().machine.last_level_bytes();
  options.seed = what.seed;
  options.several_threads = what.how.threads > 1;
  options.cache = what.how.cache;
  if (options.cache == cache_state::cold) options.flush = machine.cache_flush(what.how.threads);
  return measure::measure(views, tools, options, stop, watcher, std::move(earlier));
}

}  // namespace calib::calibration
