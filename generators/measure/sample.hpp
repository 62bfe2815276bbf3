#pragma once
/// One timed sample of one workload.

#include "measure/evidence.hpp"

#include <cstddef>

namespace calib::measure {

struct sample {
  double wall_s = 0.0;    ///< seconds per call, wall time less the timer's own
  double cycles = 0.0;    ///< core cycles per call: counted, or wall time times the clock seen around the sample
  std::size_t batch = 1;  ///< calls in the sample
  evidence seen;          ///< of the whole sample, not per call
  rejection reason = rejection::none;

  [[nodiscard]] bool accepted() const noexcept { return reason == rejection::none; }
  /// Seconds per call at a given clock.
  [[nodiscard]] double normalised_s(double sustained_clock_hz) const noexcept { return cycles / sustained_clock_hz; }
};

}  // namespace calib::measure
