#pragma once
/// User-mode cycle and instruction counts of the calling thread, where the kernel grants them. Counting user mode only
/// needs no privilege with perf_event_paranoid <= 2; containers and virtual machines often refuse all the same, so a
/// refusal is an ordinary answer with a reason, not an error.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "measure/files.hpp"

namespace calib::measure {

struct counts {
  double user_cycles = 0.0;
  double user_instructions = 0.0;
};

class cycle_counter {
 public:
  virtual ~cycle_counter() = default;
  [[nodiscard]] virtual bool available() const = 0;
  /// Reason and remedy when not available; empty otherwise.
  [[nodiscard]] virtual std::string why_not() const = 0;
  virtual void start() = 0;
  /// Counts since start(); nothing when not available or when the kernel multiplexed the counter away.
  [[nodiscard]] virtual std::optional<counts> stop() = 0;
};

/// Counts nothing and says why.
class no_counter final : public cycle_counter {
 public:
  explicit no_counter(std::string reason) : reason_(std::move(reason)) {}
  [[nodiscard]] bool available() const override { return false; }
  [[nodiscard]] std::string why_not() const override { return reason_; }
  void start() override {}
  [[nodiscard]] std::optional<counts> stop() override { return std::nullopt; }

 private:
  std::string reason_;
};

enum class hardware_event { cycles, instructions };

/// What opening one event gave: a descriptor, or -1 and an errno value.
struct opened_event {
  int descriptor = -1;
  int error_number = 0;
};

/// Opens an event of the calling thread in the group of another (-1: a new group).
using event_opener = std::function<opened_event(hardware_event, int group)>;

/// perf_event_open, user mode, this thread, any CPU.
[[nodiscard]] opened_event open_perf_event(hardware_event event, int group);

/// Why the kernel refused, and what to do; paranoid is the content of perf_event_paranoid where it was readable.
[[nodiscard]] std::string explain_refusal(int error_number, std::optional<int> paranoid);

/// A counter that works, or a no_counter with the reason. Counts the thread that calls this function.
[[nodiscard]] std::unique_ptr<cycle_counter> open_cycle_counter(const file_reader& files,
                                                                const event_opener& opener = open_perf_event);

}  // namespace calib::measure
