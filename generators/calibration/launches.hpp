#pragma once
/// A calibration as processes. Each launch of the program does its work in a supervised child (supervisor.hpp). Where
/// the work is to be continued, the parent becomes the next launch: a new process image, with its own addresses and its
/// libraries loaded anew, since these change latencies by some percent.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "calibration/supervisor.hpp"

namespace calib::calibration {

/// Says to the next launch which one it is, from 1. People do not give it.
inline constexpr const char* launch_option = "--launch";

struct launch {
  std::vector<std::string> command;  ///< the program and its arguments
  unsigned number = 1;               ///< from 1
};

/// The command that starts the next launch: as people gave it, and the number of the launch.
std::vector<std::string> next_command(const launch& now);

/// What a launch needs of the system; tests make no processes.
struct process_calls {
  /// Nothing in a child that is to work; in the parent the exit status of the last child.
  std::function<std::optional<int>()> start_child;
  /// Becomes this program. Returns only in tests.
  std::function<int(const std::vector<std::string>&)> become;
};

process_calls system_calls(supervisor& watch);

/// The exit status of this process. In a child it is what `work` returns: an exit status, or nothing where the next
/// launch is to continue. In the parent it is that of the last child. Throws as supervisor::start does, and
/// std::system_error where the program cannot be started again.
int run_launch(const launch& now, const process_calls& calls, const std::function<std::optional<int>()>& work);

}  // namespace calib::calibration
