#pragma once
/// One stage: all jobs of one condition, measured together, while fitted tables get the shapes there is time for.

#include <atomic>
#include <string>
#include <vector>

#include "calibration/call_limit.hpp"
#include "calibration/checkpoint.hpp"
#include "calibration/host.hpp"
#include "calibration/listener.hpp"
#include "calibration/measure_shapes.hpp"
#include "calibration/request.hpp"

namespace calib::calibration {

class stage_runner {
 public:
  /// All of these must outlive the runner.
  stage_runner(const request& request, host& machine, const std::atomic<bool>& stop, listener& listener)
      : request_(request), machine_(machine), stop_(stop), listener_(listener) {}

  /// Goes on with `now`, a stage of `work`, until `budget_s` seconds of measuring were spent on it, those of earlier
  /// launches included. `settings` names what is measured, for the listener. `timed_by` is the backend of all
  /// jobs that executes and times them by itself, if one does.
  stage_measurement run(std::vector<job> jobs, const std::string& settings, checkpoint& work, stage& now,
                        double budget_s, kernels::backend* timed_by = nullptr);

 private:
  std::vector<job> refined(const stage_measurement& done, const std::vector<job>& jobs, double budget_s) const;

  const request& request_;
  host& machine_;
  const std::atomic<bool>& stop_;
  listener& listener_;
};

}  // namespace calib::calibration
