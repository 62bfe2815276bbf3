#pragma once
/// Is anybody else using the CPUs? Looked at before measuring, so that the user can stop it or know it.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "measure/canary.hpp"
#include "measure/clock.hpp"
#include "measure/files.hpp"

namespace calib::measure {

struct interference_evidence {
  std::size_t cpus = 1;
  std::optional<double> load_average = std::nullopt;  ///< over one minute, this program included
  std::optional<double> busy_cpus = std::nullopt;     ///< CPUs' worth of work by others during the probe
  std::optional<double> steal_share = std::nullopt;   ///< of one CPU's time during the probe
  double clock_spread = 0.0;                          ///< relative p90/p10 - 1 of the clock canary
  double cache_spread = 0.0;                          ///< the same of the cache canary
  double dram_spread = 0.0;                           ///< the same of the DRAM canary
  double shared_share = 0.0;                          ///< of the time, a sibling thread was busy on this core
};

enum class disturbance : unsigned char {
  other_processes,
  load,
  steal,
  core_shared,
  clock_unstable,
  caches_shared,
  memory_shared
};

struct interference_warning {
  disturbance kind = disturbance::load;
  std::string text;    ///< what was seen, with numbers
  std::string remedy;  ///< what to do
};

/// Warnings worth acting on, none on a quiet machine. Pure.
[[nodiscard]] std::vector<interference_warning> assess(const interference_evidence& seen);

/// Reads canaries for about duration_s (0.2 s sees a 5 % load in 10 ms ticks) with /proc/stat before and after.
[[nodiscard]] interference_evidence probe_interference(const file_reader& files, clock_source& clock, canaries& machine,
                                                       std::size_t cpus, double duration_s = 0.2);

}  // namespace calib::measure
