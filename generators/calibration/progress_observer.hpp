#pragma once
/// Tells a listener where a run of measurements stands.

#include "calibration/listener.hpp"
#include "measure/run.hpp"

namespace calib::calibration {

class progress_observer final : public measure::observer {
 public:
  explicit progress_observer(listener& listener) : listener_(listener) {}
  void on_sample(const measure::progress& at, const measure::sample& /*taken*/) override { listener_.on_progress(at); }

 private:
  listener& listener_;
};

}  // namespace calib::calibration
