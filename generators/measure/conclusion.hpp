#pragma once
/// What a run ends with, whoever took its samples.

#include <vector>

#include "measure/measure_options.hpp"
#include "measure/run.hpp"
#include "measure/series_set.hpp"

namespace calib::measure {

/// `stopped` is whether somebody asked the run to stop.
[[nodiscard]] run_result conclude(const series_set& all, const std::vector<round_record>& rounds, double elapsed_s,
                                  const measure_options& options, bool stopped);

/// Throws measure::error where the options contradict each other, or the workloads and what they go on from.
void require_possible(std::size_t workloads, const measure_options& options, const run_state& earlier);

}  // namespace calib::measure
