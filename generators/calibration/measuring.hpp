#pragma once
/// The shapes of some jobs, measured together in one set of rounds.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "calibration/checkpoint.hpp"
#include "calibration/host.hpp"
#include "calibration/job.hpp"
#include "measure/rounds.hpp"

namespace calib::calibration {

/// How to measure.
struct measuring {
  condition how;
  double time_budget_s = 60;
  /// Fitted tables are to get further shapes next: it ends as soon as it can be seen where.
  bool growing = false;
  std::uint64_t seed = 1;
  std::size_t launch = 0;  ///< which launch of the program this is, from 0
};

/// Results and states are parallel to the shapes of the jobs in turn.
measure::run_result measure_shapes(const std::vector<job>& jobs, const measuring& what, host& machine,
                                   const std::atomic<bool>& stop, measure::observer& watcher,
                                   measure::run_state earlier = {});

}  // namespace calib::calibration
