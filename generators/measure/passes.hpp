#pragma once
/// Visits by passes: each workload by itself, several calls a sample; how warm and cold latencies are measured.
///
/// Where the workloads do not all fit in memory, the order is cut into groups that do, and a group is sampled several
/// times while it is resident, as long as the budget still has a first visit for everybody; groups differ every round.
/// What a sample is, sampler.hpp says.

#include <cstddef>
#include <span>

#include "measure/run_under_way.hpp"

namespace calib::measure {

/// Visits all in this order, group by group, until the run is halted; whether one group held them all.
[[nodiscard]] bool one_pass(run_under_way& run, std::span<const std::size_t> order);

}  // namespace calib::measure
