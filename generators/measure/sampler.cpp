#include "measure/sampler.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "measure/stack_position.hpp"

namespace calib::measure {

sampler::sampler(const sensors& tools, const measure_options& options, std::uint64_t seed)
    : tools_(tools), options_(options), bits_(seed), timer_(estimate_timer_cost(tools.clock)) {}

batch_choice sampler::batch_for(resident_workload& work) {
  // Only the first call after a flush is cold, and only the first finds what others left: no sample is then too short.
  const bool single_call =
      options_.cache == cache_state::network || (options_.cache == cache_state::cold && options_.flush);
  const double shortest_s = single_call ? 0.0 : shortest_sample_s(options_.min_sample_s, timer_);
  batch_choice choice = choose_batch(work, tools_.clock, shortest_s, options_.warm_up.long_call_s);
  // A fake clock may see no time pass; the batch is chosen all the same.
  choice.seconds_per_call = std::max(choice.seconds_per_call, timer_.resolution_s);
  return choice;
}

sample sampler::take(resident_workload& work, const batch_choice& batch, std::size_t working_set_bytes,
                     double patience_s) {
  const std::size_t position = bits_.next() % stack_positions;
  const bool warm = options_.cache == cache_state::warm;
  if (warm && needs_settling(options_.warm_up, batch.seconds_per_call, working_set_bytes)) {
    settle(work, position);
  }
  await_quiet_core(batch, patience_s);
  if (warm && needs_warm_up(options_.warm_up, batch.seconds_per_call, working_set_bytes)) {
    run_at(position, work, 1);
  }
  if (options_.cache == cache_state::cold && options_.flush) {
    options_.flush();
  }
  const look from = begin_look();
  run_at(position, work, batch.calls);
  sample taken = end_look(from, batch.own_minor_faults);
  const double calls = static_cast<double>(batch.calls);
  taken.batch = batch.calls;
  taken.wall_s = work_s(taken.seen.wall_s) / calls;
  if (taken.counted_cycles) {
    *taken.counted_cycles /= calls;
  }
  return taken;
}

void sampler::begin_group() { group_begin_ = begin_look(); }

double sampler::call_once(resident_workload& work) {
  const std::size_t position = bits_.next() % stack_positions;
  work.touch_activations();
  const std::int64_t begin = tools_.clock.now_ns();
  run_at(position, work, 1);
  return work_s(seconds_between(begin, tools_.clock.now_ns()));
}

sample sampler::end_group(double own_minor_faults) {
  sample taken = end_look(group_begin_, own_minor_faults);
  taken.counted_cycles.reset();  // of all calls, and of what is between them
  return taken;
}

double sampler::work_s(double wall_s) const noexcept {
  return std::max(wall_s - timer_.overhead_s, timer_.resolution_s);
}

sampler::look sampler::begin_look() {
  look from;
  from.clock_hz = tools_.machine.clock_hz();
  tools_.thread.begin();
  from.core = tools_.core.glance(from.clock_hz);
  tools_.counter.start();
  from.begin_ns = tools_.clock.now_ns();
  return from;
}

sample sampler::end_look(const look& from, double own_minor_faults) {
  const std::int64_t end = tools_.clock.now_ns();
  const std::optional<counts> counted = tools_.counter.stop();
  const core_reading after = tools_.core.glance(from.clock_hz);
  sample taken;
  taken.launch = options_.launch;
  taken.seen = tools_.thread.end();
  taken.seen.thread_cpu_s -= from.core.issue_s + after.issue_s;
  taken.seen.clock_before_hz = from.clock_hz;
  taken.seen.clock_after_hz = tools_.machine.clock_hz();
  taken.seen.shared_before = from.core.shared;
  taken.seen.shared_after = after.shared;
  taken.seen.wall_s = seconds_between(from.begin_ns, end);
  taken.clock_hz = 0.5 * (taken.seen.clock_before_hz + taken.seen.clock_after_hz);
  if (counted && !options_.several_threads) {
    taken.seen.user_cycles = counted->user_cycles;
    taken.seen.user_instructions = counted->user_instructions;
    taken.counted_cycles = counted->user_cycles;
  }
  evidence_limits limits = options_.limits;
  limits.own_minor_faults += own_minor_faults;
  limits.judge_off_cpu = limits.judge_off_cpu && !options_.several_threads;
  taken.reason = rejected(taken.seen, limits);
  return taken;
}

// Calls on end until they get no faster.
void sampler::settle(resident_workload& work, std::size_t position) {
  const std::int64_t begin = tools_.clock.now_ns();
  std::int64_t call_begin = begin;
  for (double before_s = std::numeric_limits<double>::infinity();;) {
    run_at(position, work, 1);
    const std::int64_t end = tools_.clock.now_ns();
    const double call_s = seconds_between(call_begin, end);
    if (call_s >= options_.warm_up.settled_share * before_s ||
        seconds_between(begin, end) >= options_.warm_up.longest_settling_s) {
      return;
    }
    before_s = call_s;
    call_begin = end;
  }
}

// Long samples see neighbours come and go: there is nothing to wait for.
void sampler::await_quiet_core(const batch_choice& batch, double patience_s) {
  if (batch.seconds_per_call * static_cast<double>(batch.calls) > options_.limits.longest_told_by_its_ends_s) {
    return;
  }
  const std::int64_t begin = tools_.clock.now_ns();
  bool waited = false;
  while (tools_.core.look().shared > options_.limits.core_shared &&
         seconds_between(begin, tools_.clock.now_ns()) < patience_s) {
    waited = true;
  }
  waits_ += waited ? 1 : 0;
}

}  // namespace calib::measure
