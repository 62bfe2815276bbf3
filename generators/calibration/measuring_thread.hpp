#pragma once
/// The thread that measures, kept where it belongs as long as this lives: several threads choose among as many cores as
/// there are threads, a single one stays where its caches are. Child processes that it starts stay there too.

#include <optional>

#include "calibration/host.hpp"
#include "measure/affinity.hpp"
#include "measure/freed_memory.hpp"

namespace calib::calibration {

class measuring_thread {
 public:
  /// For work on so many threads.
  measuring_thread(host& machine, unsigned threads) {
    const measure::cpu_choice& choice = machine.choice();
    if (threads > 1 && machine.binds_threads()) bound_.emplace(choice.for_threads(threads));
    if (threads != 1) return;
    const auto cpu = machine.binds_threads() ? choice.measuring_cpu() : std::nullopt;
    pin_.emplace(cpu ? static_cast<int>(*cpu) : measure::preferred_cpu(measure::allowed_cpus()));
    reused_.emplace();
  }

 private:
  std::optional<measure::bound_process> bound_;
  std::optional<measure::pinned_thread> pin_;
  std::optional<measure::freed_memory_stays> reused_;
};

}  // namespace calib::calibration
