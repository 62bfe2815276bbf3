#pragma once
/// The one loop that measures every kernel.
///
/// A round reads all canaries, visits the workloads that need it most (allotment.hpp) in a new seeded order, one of
/// each table first, and reads the canaries again, so that a drift of the machine hits all workloads alike and shows.
/// They are visited by passes (passes.hpp), as many as make the round worth its canaries, or by turns in company
/// (turns.hpp). What a run has meanwhile is in run_under_way.hpp.

#include <atomic>
#include <span>

#include "measure/measure_options.hpp"
#include "measure/run.hpp"
#include "measure/workload.hpp"

namespace calib::measure {

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
