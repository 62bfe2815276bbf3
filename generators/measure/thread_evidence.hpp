#pragma once
/// Evidence from the Linux kernel about the calling thread: getrusage, getcpu, schedstat, /proc/stat.

#include <memory>
#include <optional>
#include <string_view>

#include "measure/evidence.hpp"

namespace calib::measure {

/// Seconds of run delay in the text of /proc/<pid>/schedstat ("running waiting slices", nanoseconds).
[[nodiscard]] std::optional<double> run_delay_seconds(std::string_view schedstat) noexcept;

/// Stolen seconds of one CPU ("cpu3") or of all ("cpu") in the text of /proc/stat, at ticks per second.
[[nodiscard]] std::optional<double> steal_seconds(std::string_view stat, std::string_view cpu, double ticks_per_second);

/// Observes the thread that made it. Costs about 2 us at each end, and as much again where /proc/stat is cheap enough
/// to read every time (it grows with CPUs and interrupts; where it is dear, steal is left out).
[[nodiscard]] std::unique_ptr<evidence_source> observe_this_thread();

}  // namespace calib::measure
