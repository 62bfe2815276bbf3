#pragma once
/// Ctrl-C as a request to stop.

#include <atomic>

namespace calib::tool {

/// Becomes true when SIGINT or SIGTERM comes; a second one ends the program at once.
const std::atomic<bool>& stop_on_signals();

}  // namespace calib::tool
