#include "calibration/stop_signal.hpp"

#include <csignal>

namespace calib::calibration {
namespace {

std::atomic<bool> stop_requested{false};  // lock-free, as a signal handler needs it

void request_stop(int) { stop_requested = true; }

void install(int signal, void (*handler)(int), int flags) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = flags;
  ::sigaction(signal, &action, nullptr);
}

}  // namespace

const std::atomic<bool>& stop_on_interrupt() {
  for (const int signal : {SIGINT, SIGTERM}) install(signal, request_stop, static_cast<int>(SA_RESETHAND));
  return stop_requested;
}

const std::atomic<bool>& stop_on(int signal) {
  handle_signal(signal, request_stop);
  return stop_requested;
}

void handle_signal(int signal, void (*handler)(int)) { install(signal, handler, SA_RESTART); }

}  // namespace calib::calibration
