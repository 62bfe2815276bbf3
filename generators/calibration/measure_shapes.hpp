#pragma once
/// The shapes of some jobs, measured together in one set of rounds.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "calibration/condition.hpp"
#include "calibration/host.hpp"
#include "calibration/measured_job.hpp"
#include "measure/control_group.hpp"
#include "measure/rounds.hpp"

namespace calib::calibration {

struct stage_options {
  calibration::condition condition;
  double time_budget_s = 60;
  /// Fitted tables are to get further shapes next: it ends as soon as it can be seen where.
  bool growing = false;
  std::uint64_t seed = 1;
  std::size_t launch = 0;  ///< which launch of the program this is, from 0
  /// The backend of all jobs, where it executes and times companies by itself; the condition is then of a network.
  kernels::backend* timed_by = nullptr;
};

struct stage_measurement {
  std::vector<measured_job> jobs;
  std::vector<measure::round_record> rounds;
  double elapsed_s = 0;
  double sustained_clock_hz = 0;
  measure::group_throttling throttled{};  ///< by the quota of control groups, those of earlier launches included
  bool all_ended = false;                 ///< what was to be measured has been, in less than the budget
};

/// The observer and the earlier state number the shapes as job_shapes.hpp does.
stage_measurement measure_shapes(const std::vector<job>& jobs, const stage_options& wanted, host& machine,
                                 const std::atomic<bool>& stop, measure::observer& observer,
                                 measure::run_state earlier = {});

}  // namespace calib::calibration
