#pragma once
/// The one request to stop that a process knows: what a signal sets and what measuring asks for between samples.

#include <atomic>

namespace calib::calibration {

/// Becomes true when SIGINT or SIGTERM comes; a second one ends the program at once.
const std::atomic<bool>& stop_on_interrupt();

/// The same flag becomes true when this signal comes, however often.
const std::atomic<bool>& stop_on(int signal);

/// Installs a handler. Calls that it interrupts go on.
void handle_signal(int signal, void (*handler)(int));

}  // namespace calib::calibration
