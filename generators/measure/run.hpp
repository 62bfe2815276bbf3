#pragma once
/// A run of measurements from outside: what it goes on from, what it tells meanwhile, and what it ends with.

#include <cstddef>
#include <span>
#include <vector>

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

}  // namespace calib::measure
