#pragma once
/// Evidence that something other than the workload happened during a timed sample, and the judgement on it.
/// A sample is rejected on such evidence only. Its own time is never an argument: that would remove the slow samples
/// that are the truth and make every interval too narrow.

#include <cstddef>
#include <optional>
#include <string_view>

namespace calib::measure {

/// What was seen between begin and end of one sample. Absent values could not be observed on this system.
struct evidence {
  double wall_s = 0.0;
  double thread_cpu_s = 0.0;
  std::optional<double> user_cycles = std::nullopt;
  std::optional<double> user_instructions = std::nullopt;
  std::optional<double> run_delay_s = std::nullopt;  ///< runnable but not running (schedstat)
  std::optional<double> steal_s = std::nullopt;      ///< taken by the hypervisor from this CPU (10 ms ticks)
  long involuntary_switches = 0;
  long minor_faults = 0;
  long major_faults = 0;
  bool migrated = false;
  double clock_before_hz = 0.0;  ///< clock canary just before; 0 when not read
  double clock_after_hz = 0.0;   ///< clock canary just after; 0 when not read
  double shared_before = 0.0;    ///< by how much the core was slower than alone just before, relative (core_watch)
  double shared_after = 0.0;     ///< the same just after
};

enum class rejection : unsigned char {
  none,
  involuntary_switch,
  run_delay,
  off_cpu,
  page_fault,
  migration,
  steal,
  clock_change,
  core_shared,
};

/// Number of values of rejection, none included.
inline constexpr std::size_t rejection_kinds = 9;

[[nodiscard]] std::string_view name(rejection reason) noexcept;

struct evidence_limits {
  /// Half a percent is half of the tightest half-width asked for (1 %), so what passes cannot decide the outcome. In
  /// company it may lie in one call of a group; each group is another one, and the median stands.
  double run_delay_share = 0.005;
  /// Reading both clocks costs up to a microsecond each; hence a constant beside the share.
  double off_cpu_share = 0.01;
  double off_cpu_allowance_s = 3e-6;
  /// Taking a switch to cost up to 50 us with its lost cache content (an estimate): 0.5 % of 10 ms.
  double seconds_per_involuntary_switch = 10e-3;
  /// Taking a minor fault to cost 1 us (an estimate: trap and zeroed page): 0.5 % of 200 us.
  double seconds_per_minor_fault = 200e-6;
  /// Faults per sample that belong to the workload (a library that maps its scratch memory each call).
  double own_minor_faults = 0.0;
  /// 3 % between the canaries on both sides: no single clock describes the sample.
  double clock_change = 0.03;
  /// Alone on its core the issue canary varies by 2 %; a busy sibling thread costs it 20 % and more.
  double core_shared = 0.08;
  /// Neighbours come and go within milliseconds: longer samples hold some of both, whatever the canaries at their ends
  /// say.
  double longest_told_by_its_ends_s = 3e-3;
  /// Threads that block in a barrier are off the CPU for good reason: switch off with several threads.
  bool judge_off_cpu = true;
};

/// The first reason for which a sample cannot stand; none where it can.
[[nodiscard]] rejection rejected(const evidence& seen, const evidence_limits& limits) noexcept;

/// Observes the calling thread around a sample; wall time, cycles and clocks are filled in by the caller.
class evidence_source {
 public:
  virtual ~evidence_source() = default;
  virtual void begin() = 0;
  [[nodiscard]] virtual evidence end() = 0;
};

}  // namespace calib::measure
