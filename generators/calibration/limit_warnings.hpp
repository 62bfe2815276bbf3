#pragma once
/// What limits a measurement on this machine, in sentences for people.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "calibration/host.hpp"
#include "measure/control_group.hpp"

namespace calib::calibration {

/// "1 thread", "2 threads"
std::string counted(std::size_t count, std::string_view noun);

/// "this process may use 2 performance cores (CPUs 0-3)"
std::string what_may_be_used(const host& machine);

/// What these numbers of threads meet here: fewer cores than the machine has, a quota that will stop them, several NUMA
/// nodes, threads that cannot be kept on their cores. Each with its remedy.
std::vector<std::string> limit_warnings(const host& machine, std::span<const unsigned> threads);

/// "the CPU quota of a control group stopped this process in 12 periods, for 0.35 s of CPU time"
std::string throttling_text(const measure::group_throttling& throttled);

}  // namespace calib::calibration
