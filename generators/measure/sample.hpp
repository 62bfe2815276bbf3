#pragma once
/// One timed sample of one workload.

#include <cstddef>
#include <optional>

#include "measure/evidence.hpp"

namespace calib::measure {

/// What is kept of a sample: results are drawn from these, and a run can go on from them.
struct timing {
  std::size_t round = 0;                                ///< from 0
  std::size_t launch = 0;                               ///< of the program, from 0
  double wall_s = 0.0;                                  ///< seconds per call, wall time less the timer's own
  double clock_hz = 0.0;                                ///< seen around the sample
  std::optional<double> counted_cycles = std::nullopt;  ///< user cycles per call, where counted
  rejection reason = rejection::none;

  [[nodiscard]] bool accepted() const noexcept { return reason == rejection::none; }
  /// Core cycles per call: counted, or wall time times the clock.
  [[nodiscard]] double cycles() const noexcept { return counted_cycles.value_or(wall_s * clock_hz); }
};

struct sample : timing {
  std::size_t batch = 1;  ///< calls in the sample
  evidence seen;          ///< of the whole sample, or of all calls of a group, not per call
};

}  // namespace calib::measure
