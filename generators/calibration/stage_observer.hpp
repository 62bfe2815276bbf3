#pragma once
/// What happens in the measuring loop, for the listener of the calibration: in terms of tables and shapes instead of
/// numbered workloads.

#include <string>
#include <vector>

#include "calibration/call_limit.hpp"
#include "calibration/checkpoint.hpp"
#include "calibration/job_shapes.hpp"
#include "calibration/listener.hpp"

namespace calib::calibration {

/// Passes on what happens, and keeps the checkpoint up to date.
class stage_observer final : public measure::observer {
 public:
  /// `now` is a stage of `work`; all of these must outlive the observer.
  stage_observer(listener& listener, checkpoint& work, stage& now, const std::vector<job>& jobs,
                 const call_limit& limit, const measure::file_reader& files)
      : listener_(listener), work_(work), now_(now), jobs_(jobs), watch_(files), throttled_before_(now.throttled) {
    for (const job_shape& shape : shapes_in_turn(jobs)) {
      const kernels::kernel& kernel = *shape.of.kernel;
      workloads_.push_back({id_of(shape.of), label(kernel, shape.dims), limit.seconds(kernel, shape.dims)});
    }
  }
  void on_enter(std::size_t workload) override {
    const visited& entered = workloads_[workload];
    listener_.on_enter(entered.table, entered.label, entered.limit_s);
  }
  void on_leave(std::size_t) noexcept override { listener_.on_leave(); }
  void on_sample(const measure::progress& at, const measure::sample&) override { listener_.on_progress(at); }
  void on_checkpoint(const measure::run_view& so_far) override {
    record(now_, jobs_, so_far);
    record_throttling();
    listener_.on_checkpoint(work_);
  }
  /// Adds to the stage what the quota has taken since this object was made.
  void record_throttling() {
    const measure::group_throttling since = watch_.so_far();
    now_.throttled = {.periods = throttled_before_.periods + since.periods,
                      .seconds = throttled_before_.seconds + since.seconds};
  }

 private:
  struct visited {
    table_id table;
    std::string label;
    double limit_s;
  };

  listener& listener_;
  checkpoint& work_;
  stage& now_;
  const std::vector<job>& jobs_;
  measure::throttling_watch watch_;
  measure::group_throttling throttled_before_;
  std::vector<visited> workloads_;
};

}  // namespace calib::calibration
