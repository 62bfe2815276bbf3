#pragma once
/// What a calibration will measure in one setting: a backend under a condition, and a job for each of its tables.

#include <memory>
#include <string>
#include <vector>

#include "calibration/condition.hpp"
#include "calibration/host.hpp"
#include "calibration/job.hpp"
#include "calibration/listener.hpp"
#include "calibration/request.hpp"

namespace calib::calibration {

/// The backend lives as long as the plan, since its kernels are used until the last sample.
struct setting_plan {
  std::unique_ptr<kernels::backend> backend;
  std::vector<std::unique_ptr<kernels::kernel>> kernels;
  kernels::backend_info info;
  std::string id;         ///< of the setting
  std::string core_kind;  ///< empty where the machine has one kind only
  calibration::condition condition;
  std::vector<job> jobs;
};

/// The most that the operands of one shape may take: half of the free memory stays free.
std::size_t most_bytes(const measure::environment& seen);

/// What a shape may cost on `threads` threads: it fits the memory and leaves time for the others in this budget.
shape_limits limits_of(double budget_s, host& machine, unsigned threads);

/// The settings under this condition that the request names and that have a job. Backends are switched to its number of
/// threads; one that refuses is left out with a warning.
std::vector<setting_plan> plan_settings(const request& request, const condition& condition, const shape_limits& limits,
                                        const host& machine, listener& listener);

}  // namespace calib::calibration
