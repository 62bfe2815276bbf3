#pragma once
/// Time: a clock behind an interface, and what reading it costs. Everything else here asks a clock_source,
/// so a test can run an hour of measurement in a millisecond.

#include <cstdint>

namespace calib::measure {

/// Monotonic time from an arbitrary origin.
class clock_source {
 public:
  virtual ~clock_source() = default;
  /// Nanoseconds; never decreases.
  [[nodiscard]] virtual std::int64_t now_ns() = 0;
};

/// std::chrono::steady_clock; about 20-60 ns per call where the vDSO serves it.
class steady_clock_source final : public clock_source {
 public:
  [[nodiscard]] std::int64_t now_ns() override;
};

/// Seconds between two readings of a clock_source.
[[nodiscard]] constexpr double seconds_between(std::int64_t from_ns, std::int64_t to_ns) noexcept {
  return 1e-9 * static_cast<double>(to_ns - from_ns);
}

/// What the clock itself contributes to a timed interval.
struct timer_cost {
  double overhead_s = 0.0;    ///< time between two readings with nothing in between (median)
  double resolution_s = 0.0;  ///< smallest step seen, at least 1 ns
};

/// Reads the clock a few thousand times. A clock that never moves yields 0 and 1 ns, never a hang.
[[nodiscard]] timer_cost estimate_timer_cost(clock_source& clock);

/// CPU time of the calling thread in seconds (CLOCK_THREAD_CPUTIME_ID); 0 where the system has none.
[[nodiscard]] double thread_cpu_seconds() noexcept;

}  // namespace calib::measure
