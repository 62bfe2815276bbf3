#include "measure/evidence.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace calib::measure {

std::string_view name(rejection reason) noexcept {
  constexpr std::array<std::string_view, rejection_kinds> names{"none",    "involuntary_switch", "run_delay",
                                                                "off_cpu", "page_fault",         "migration",
                                                                "steal",   "clock_change",       "core_shared"};
  return names[static_cast<std::size_t>(reason)];
}

rejection rejected(const evidence& seen, const evidence_limits& limits) noexcept {
  if (seen.migrated) {
    return rejection::migration;
  }
  if (seen.steal_s.value_or(0.0) > 0.0) {
    return rejection::steal;
  }
  if (seen.run_delay_s.value_or(0.0) > limits.run_delay_share * seen.wall_s) {
    return rejection::run_delay;
  }
  const double switches_allowed = std::floor(seen.wall_s / limits.seconds_per_involuntary_switch);
  if (static_cast<double>(seen.involuntary_switches) > switches_allowed) {
    return rejection::involuntary_switch;
  }
  const double faults_allowed = limits.own_minor_faults + std::floor(seen.wall_s / limits.seconds_per_minor_fault);
  if (seen.major_faults > 0 || static_cast<double>(seen.minor_faults) > faults_allowed) {
    return rejection::page_fault;
  }
  const double off_cpu_s = seen.wall_s - seen.thread_cpu_s;
  if (limits.judge_off_cpu && off_cpu_s > limits.off_cpu_share * seen.wall_s + limits.off_cpu_allowance_s) {
    return rejection::off_cpu;
  }
  if (seen.clock_before_hz > 0.0 && seen.clock_after_hz > 0.0) {
    const auto [slow, fast] = std::minmax(seen.clock_before_hz, seen.clock_after_hz);
    if (fast > slow * (1.0 + limits.clock_change)) {
      return rejection::clock_change;
    }
  }
  if (seen.wall_s <= limits.longest_told_by_its_ends_s &&
      std::max(seen.shared_before, seen.shared_after) > limits.core_shared) {
    return rejection::core_shared;
  }
  return rejection::none;
}

}  // namespace calib::measure
