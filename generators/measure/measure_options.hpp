#pragma once
/// What a run of measurements is given: the machine it looks at and the rules it goes by.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "calib/setting.hpp"
#include "measure/canary.hpp"
#include "measure/core_watch.hpp"
#include "measure/counters.hpp"
#include "measure/evidence.hpp"
#include "measure/stopping.hpp"
#include "measure/warm_up.hpp"

namespace calib::measure {

/// What the loop looks at the machine through; all must outlive the call.
struct sensors {
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
  /// one the workload rotates its own buffers. Network: a single call among those of a company, after its activations
  /// were written.
  cache_state cache = cache_state::warm;
  /// Of a company (company.hpp), where cache is network.
  std::size_t company_bytes = 0;
  warm_up_rule warm_up;
  /// Evicts the operands from the caches; called outside the timed part. With it a sample is a single call, however
  /// short: what is left of the timer's own time after its median is taken off shows in calls below a microsecond.
  std::function<void()> flush;
  evidence_limits limits;
  /// Longest wait for a core that nobody shares; shorter where the budget is short. A machine that is never quiet still
  /// gives its samples, as what they are.
  double patience_s = 10e-3;
  /// Most samples of one workload in a visit that had to wait for quiet (stretches of a millisecond hold some) or to
  /// make the operands. Elsewhere one: samples of different times tell more.
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

}  // namespace calib::measure
