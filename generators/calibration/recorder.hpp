#pragma once
/// What happens in the measuring loop, for the listener of the calibration: in terms of tables and shapes instead of
/// numbered workloads.

#include <string>
#include <utility>
#include <vector>

#include "calibration/calibrate.hpp"
#include "calibration/checkpoint.hpp"
#include "calibration/job.hpp"

namespace calib::calibration {

/// Passes on what happens, and keeps the checkpoint up to date.
class recorder final : public measure::observer {
 public:
  /// `limits_s` are parallel to the workloads: the shapes of the jobs in turn.
  recorder(listener& told, checkpoint& work, stage& now, const std::vector<job>& jobs, std::vector<double> limits_s)
      : told_(told), work_(work), now_(now), jobs_(jobs), limits_s_(std::move(limits_s)) {
    for (const job& one : jobs) {
      for (const plan::shape& dims : one.shapes) {
        tables_.push_back(id_of(one));
        labels_.push_back(label(*one.kernel, dims));
      }
    }
  }
  void on_enter(std::size_t workload) override {
    told_.on_enter(tables_[workload], labels_[workload], limits_s_[workload]);
  }
  void on_leave(std::size_t) noexcept override { told_.on_leave(); }
  void on_sample(const measure::progress& at, const measure::sample&) override { told_.on_progress(at); }
  void on_checkpoint(const measure::run_view& so_far) override {
    record(now_, jobs_, so_far);
    told_.on_checkpoint(work_);
  }

 private:
  listener& told_;
  checkpoint& work_;
  stage& now_;
  const std::vector<job>& jobs_;
  std::vector<double> limits_s_;
  std::vector<table_id> tables_;
  std::vector<std::string> labels_;
};

}  // namespace calib::calibration
