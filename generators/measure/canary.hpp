#pragma once
/// Canaries: timed fixed work that tells whether the machine stays the same during a run. The clock canary also
/// measures the effective core clock, which replaces a cycle counter where none is granted.

#include <cstddef>

#include "measure/canary_work.hpp"
#include "measure/clock.hpp"

namespace calib::measure {

/// Bytes that one DRAM canary reads. At 10 GB/s this takes 0.2 ms, a thousand times the clock's cost and longer than
/// any prefetcher's reach.
inline constexpr std::size_t dram_window_bytes = std::size_t{2} << 20U;

/// One reading of the canaries at the ends of a round.
struct canary_reading {
  double clock_hz = 0.0;  ///< effective core clock
  double fma_s = 0.0;     ///< seconds for the fixed multiply-add work
  double cache_s = 0.0;   ///< seconds to read a buffer that fits every second-level cache
  double dram_s = 0.0;    ///< seconds to read memory beyond the last-level cache
};

class canaries {
 public:
  virtual ~canaries() = default;
  /// Effective clock of the current core in Hz; takes about 25 us.
  [[nodiscard]] virtual double clock_hz() = 0;
  /// Seconds for the issue canary: fixed work that leaves a core nothing to give to another thread. 3 us on Golden
  /// Cove, a quarter as much again and more while a sibling thread is busy.
  [[nodiscard]] virtual double issue_s() = 0;
  /// All other canaries; took about 0.5 ms on a Zen 5 virtual machine.
  [[nodiscard]] virtual canary_reading read() = 0;
};

struct canary_options {
  /// Size of the memory the DRAM canary walks through. 128 MiB is four times the largest last-level cache slice that
  /// one core of today's servers reaches (32 MiB); give four times the cache when it is larger, less when memory is
  /// scarce.
  std::size_t dram_buffer_bytes = std::size_t{128} << 20U;
};

/// Canaries on the machine this runs on.
class host_canaries final : public canaries {
 public:
  /// The clock must outlive this object.
  explicit host_canaries(clock_source& clock, const canary_options& options = {});

  [[nodiscard]] double clock_hz() override;
  [[nodiscard]] double issue_s() override;
  [[nodiscard]] canary_reading read() override;

  /// Seconds per fixed work, median of three.
  [[nodiscard]] double fma_seconds();
  [[nodiscard]] double cache_seconds();
  [[nodiscard]] double dram_seconds();

 private:
  clock_source& clock_;
  timer_cost timer_;
  rotating_reader cache_;
  rotating_reader dram_;
};

}  // namespace calib::measure
