#include "stop_signal.hpp"

#include <csignal>

namespace calib::tool {
namespace {

std::atomic<bool> stop_requested{false};

}  // namespace

const std::atomic<bool>& stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop_requested = true; };
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal : {SIGINT, SIGTERM}) ::sigaction(signal, &action, nullptr);
  return stop_requested;
}

}  // namespace calib::tool
