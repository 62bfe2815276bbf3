#pragma once
/// The one loop that measures every kernel.
///
/// A round reads all canaries, visits the workloads that need it most (allotment.hpp) in a new seeded order, one of
/// each table first, and reads the canaries again, so that a drift of the machine hits all workloads alike and shows. A
/// round goes on for further passes until it is long enough to be worth its canaries. Where the workloads do not all
/// fit in memory, the shuffled order is cut into groups that do, and a group is sampled several times while it is
/// resident, as long as the budget still has a first visit for everybody; groups differ every round.
/// A sample is: settle the operands in a shared cache; wait until nobody shares the core, as far as patience goes; warm
/// (one call; both where warm_up.hpp wants them) or flush, canaries, timed batch at another position of the stack
/// (stack_position.hpp), canaries, verdict on the evidence.

#include "calib/setting.hpp"
#include "measure/canary.hpp"
#include "measure/core_watch.hpp"
#include "measure/counters.hpp"
#include "measure/evidence.hpp"
#include "measure/series.hpp"
#include "measure/warm_up.hpp"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace calib::measure {

/// What the loop looks at the machine through; all must outlive the call.
struct instruments {
  clock_source& clock;
  cycle_counter& counter;
  canaries& machine;
  evidence_source& thread;
  core_watch& core;  ///< of the core that the calling thread runs on
};

/// How often a run offers its state. Keeping it costs up to 20 ms (5,000 shapes, with the wait for the disk).
struct checkpoint_rule {
  /// After a round, unless the last one is younger: rounds of a small plan take 50 ms.
  double after_round_s = 1.0;
  /// Within a round, when the last one is older: rounds of a large plan take minutes.
  double within_round_s = 10.0;
};

struct measure_options {
  stopping_rule stop;
  double time_budget_s = 60.0;
  /// Share of the workloads that ends the run once they have ended: the last ones may be such as never converge.
  double enough = 1.0;
  /// Shortest sample: 2000 clock steps at 50 ns, and short enough that most samples see no timer interrupt (1-4 ms).
  double min_sample_s = 100e-6;
  /// Shortest round: the canaries at both ends took about 1 ms together on a Zen 5 virtual machine, 2 % of this.
  double min_round_s = 50e-3;
  /// Samples of a group per visit when not everything fits in memory: preparing costs tens of samples.
  std::size_t passes_per_group = 4;
  std::size_t memory_budget_bytes = std::size_t{1} << 30U;
  /// Warm: one call before each sample, not timed, where the rule wants one. Cold: flush() before each sample; without
  /// one the workload rotates its own buffers.
  cache_state cache = cache_state::warm;
  warm_up_rule warm_up;
  /// Evicts the operands from the caches; called outside the timed part. With it a sample is a single call, however
  /// short: what is left of the timer's own time after its median is taken off shows in calls below a microsecond.
  std::function<void()> flush;
  evidence_limits limits;
  /// Longest wait for a core that nobody shares; shorter where the budget is short. A machine that is never quiet still
  /// gives its samples, as what they are.
  double patience_s = 10e-3;
  /// Most samples of one workload in a visit that had to wait for quiet (stretches of a millisecond hold some) or to make
  /// the operands. Elsewhere one: samples of different times tell more.
  std::size_t samples_of_a_visit = 4;
  checkpoint_rule checkpoints;
  std::uint64_t seed = 1;
  /// Which launch of the program this is, from 0. What a process is given (addresses, pages) changes latencies too, so
  /// earlier samples do not stand for those of this launch: each workload gets the rule's minimum of a launch.
  std::size_t launch = 0;
  /// The table that each workload is part of, in their order; empty: all are of one.
  std::vector<std::size_t> tables;
  /// When each workload has been measured enough, in place of stop, in their order; empty: stop for all.
  std::vector<stopping_rule> stops;
  /// The workload uses further threads: counters of this thread and its time off the CPU then say nothing.
  bool several_threads = false;
};

struct round_record {
  canary_reading start;
  canary_reading end;
  double seconds = 0.0;
  std::size_t samples = 0;
  std::size_t rejected = 0;
};

/// What a run was made of when it was interrupted; measure() goes on from it.
struct run_state {
  std::vector<series_state> series;  ///< one per workload, in the same order; none: nothing was measured yet
  std::vector<round_record> rounds;
  double elapsed_s = 0.0;
};

/// What a run could go on from: run_state as it grows. A round under way is there with the canaries of its start.
struct run_view {
  std::span<const series> all;
  std::span<const round_record> rounds;
  double elapsed_s = 0.0;
};

/// Where the run stands, for a progress line.
struct progress {
  std::size_t workload = 0;  ///< index of the workload just sampled
  const series* state = nullptr;
  std::size_t finished = 0;  ///< workloads that have ended
  std::size_t workloads = 0;
  std::size_t round = 0;  ///< from 0
  double elapsed_s = 0.0;
  double budget_s = 0.0;
};

/// Told about progress between samples, never inside a timed one; time spent here counts against the budget.
class observer {
 public:
  virtual ~observer() = default;
  /// Before a workload is touched, and after, however it went: whoever watches from outside knows whom to blame.
  virtual void on_enter(std::size_t /*workload*/) {}
  virtual void on_leave(std::size_t /*workload*/) noexcept {}
  virtual void on_sample(const progress& /*at*/, const sample& /*taken*/) {}
  /// Between samples, as often as the checkpoint rule says, and at the end.
  virtual void on_checkpoint(const run_view& /*so_far*/) {}
};

enum class run_end : unsigned char { enough_ended, budget_spent, interrupted };

struct measurement {
  std::vector<result> results;      ///< one per workload, in the order given
  run_state state;                  ///< all samples and rounds
  double sustained_clock_hz = 0.0;  ///< median of all clock canaries around accepted samples
  run_end ended = run_end::enough_ended;
};

/// Measures until all workloads have ended, the budget is spent or stop becomes true (set it from a signal handler:
/// std::atomic<bool> is lock-free). Work done so far is in the results in every case. No sample is begun that
/// would overrun the budget (the first call of a workload, whose cost nobody knows yet, excepted). A workload that
/// throws or does not fit fails alone; before memory is refused for good, all other operands are freed. Throws
/// measure::error on impossible options only.
///
/// A run that was interrupted goes on from its state: its samples, its rounds and the time it took count.
[[nodiscard]] measurement measure(std::span<const workload* const> workloads, const instruments& tools,
                                  const measure_options& options, const std::atomic<bool>& stop, observer& watcher,
                                  run_state earlier = {});

}  // namespace calib::measure
