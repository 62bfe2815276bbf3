#pragma once
/// When a call is taken to hang.

#include "calib/roofline.hpp"
#include "calibration/host.hpp"
#include "calibration/request.hpp"
#include "plan/shapes.hpp"

namespace calib::calibration {

class call_limit {
 public:
  /// For calls on `threads` threads of this machine.
  call_limit(const request& request, const host& machine, unsigned threads);

  /// Seconds after which a visit of the shape (operands, warm-up, a sample) hangs: what the request says, else many
  /// times what the shape should take.
  double seconds(const kernels::kernel& kernel, const plan::shape& dims) const;

 private:
  double given_s_;
  machine_peaks modest_;  ///< what any machine of this kind reaches
};

}  // namespace calib::calibration
