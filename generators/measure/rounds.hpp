#pragma once
/// The one loop that measures every kernel.
///
/// A round reads all canaries, visits the workloads that need it most (allotment.hpp) in a new seeded order, one of
/// each table first, and reads the canaries again, so that a drift of the machine hits all workloads alike and shows. A
/// round goes on for further passes until it is long enough to be worth its canaries. Where the workloads do not all
/// fit in memory, the shuffled order is cut into groups that do, and a group is sampled several times while it is
/// resident, as long as the budget still has a first visit for everybody; groups differ every round. What a sample is,
/// sampler.hpp says.

#include <atomic>
#include <cstddef>
#include <span>
#include <vector>

#include "measure/measure_options.hpp"
#include "measure/round_record.hpp"
#include "measure/series.hpp"

namespace calib::measure {

/// What a run was made of when it was interrupted; run_rounds() goes on from it.
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

struct run_result {
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
[[nodiscard]] run_result run_rounds(std::span<const workload* const> workloads, const sensors& tools,
                                    const measure_options& options, const std::atomic<bool>& stop, observer& watcher,
                                    run_state earlier = {});

}  // namespace calib::measure
