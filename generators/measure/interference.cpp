#include "measure/interference.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "measure/core_watch.hpp"
#include "measure/evidence.hpp"
#include "statistics/statistics.hpp"

namespace calib::measure {
namespace {

// A tenth of a CPU is above what a quiet system's daemons use and above one 10 ms tick in the probe.
constexpr double busy_cpus_limit = 0.1;
// The average remembers the build that has just ended: only warn when all CPUs have been claimed.
constexpr double load_per_cpu_limit = 0.9;
constexpr double steal_limit = 0.01;
// Choices, to be revised with data: no distribution on a quiet machine has been recorded yet. The clock limit is that
// of evidence_limits::clock_change; caches and memory, which neighbours share, are allowed more.
constexpr double clock_spread_limit = 0.03;
constexpr double cache_spread_limit = 0.10;
constexpr double dram_spread_limit = 0.30;
constexpr double shared_limit = 0.10;

// A clock that stands still must not keep the probe here for ever.
constexpr std::size_t most_readings = 1000;

// Enough for a 10 % and a 90 % quantile that are not the extremes.
constexpr std::size_t fewest_readings = 11;

// USER_HZ: 100 on every architecture of Linux today.
constexpr double ticks_per_second = 100.0;

struct cpu_ticks {
  double busy = 0.0;
  double steal = 0.0;
};

std::optional<cpu_ticks> read_ticks(const file_reader& files) {
  const auto stat = files.read("/proc/stat");
  if (!stat) {
    return std::nullopt;
  }
  const auto columns = words(std::string_view(*stat).substr(0, stat->find('\n')));
  if (columns.size() < 9 || columns[0] != "cpu") {
    return std::nullopt;
  }
  // user nice system (idle iowait) irq softirq steal
  constexpr std::array<std::size_t, 5> busy_columns{1, 2, 3, 6, 7};
  cpu_ticks ticks;
  for (const std::size_t column : busy_columns) {
    ticks.busy += static_cast<double>(leading_number(columns[column]).value_or(0));
  }
  ticks.steal = static_cast<double>(leading_number(columns[8]).value_or(0));
  return ticks;
}

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.2f", value);
  return text.data();
}

std::string percent(double share) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f %%", 100.0 * share);
  return text.data();
}

}  // namespace

std::vector<interference_warning> assess(const interference_evidence& seen) {
  std::vector<interference_warning> warnings;
  const auto warn_if = [&warnings](bool condition, interference_warning warning) {
    if (condition) {
      warnings.push_back(std::move(warning));
    }
  };
  const double busy = seen.busy_cpus.value_or(0.0);
  warn_if(busy > busy_cpus_limit,
          {.kind = disturbance::other_processes,
           .text = "other processes use " + number(busy) + " of " + std::to_string(seen.cpus) + " CPUs",
           .remedy = "stop them (top shows which) or expect rejected samples"});
  const double load = seen.load_average.value_or(0.0);
  warn_if(load > load_per_cpu_limit * static_cast<double>(seen.cpus) && busy <= busy_cpus_limit,
          {.kind = disturbance::load,
           .text = "load average " + number(load) + " on " + std::to_string(seen.cpus) + " CPUs",
           .remedy = "wait a minute if a build has just ended, else find what runs now and then"});
  const double steal = seen.steal_share.value_or(0.0);
  warn_if(steal > steal_limit, {.kind = disturbance::steal,
                                .text = "the hypervisor takes " + percent(steal) + " of the time",
                                .remedy = "use a dedicated instance or measure when the host is quieter"});
  warn_if(seen.shared_share > shared_limit,
          {.kind = disturbance::core_shared,
           .text = "a sibling thread uses this core " + percent(seen.shared_share) + " of the time",
           .remedy = "samples wait for it to sleep, so give the run a larger --time-budget; or use whole cores"});
  warn_if(seen.clock_spread > clock_spread_limit,
          {.kind = disturbance::clock_unstable,
           .text = "the effective clock varies by " + percent(seen.clock_spread),
           .remedy = "set the performance governor or fix the frequency; times are scaled to the median clock"});
  warn_if(seen.cache_spread > cache_spread_limit,
          {.kind = disturbance::caches_shared,
           .text = "cache reads vary by " + percent(seen.cache_spread),
           .remedy = "a sibling thread or neighbour shares the core: stop it or use whole cores"});
  warn_if(seen.dram_spread > dram_spread_limit,
          {.kind = disturbance::memory_shared,
           .text = "memory reads vary by " + percent(seen.dram_spread),
           .remedy = "others use the memory bus: memory-bound tables will be wide; measure when it is quieter"});
  return warnings;
}

interference_evidence probe_interference(const file_reader& files, clock_source& clock, canaries& machine,
                                         std::size_t cpus, double duration_s) {
  interference_evidence seen;
  seen.cpus = std::max<std::size_t>(1, cpus);
  const auto before = read_ticks(files);
  const double own_before_s = thread_cpu_seconds();
  const std::int64_t begin = clock.now_ns();
  std::vector<double> clocks;
  std::vector<double> caches;
  std::vector<double> memory;
  core_watch core(machine);
  std::size_t shared = 0;
  while (clocks.size() < fewest_readings ||
         (clocks.size() < most_readings && seconds_between(begin, clock.now_ns()) < duration_s)) {
    const canary_reading reading = machine.read();
    clocks.push_back(reading.clock_hz);
    caches.push_back(reading.cache_s);
    memory.push_back(reading.dram_s);
    shared += core.look().shared > evidence_limits{}.core_shared ? 1U : 0U;
  }
  const double elapsed_s = seconds_between(begin, clock.now_ns());
  const auto after = read_ticks(files);
  seen.clock_spread = statistics::relative_spread(clocks);
  seen.cache_spread = statistics::relative_spread(caches);
  seen.dram_spread = statistics::relative_spread(memory);
  seen.shared_share = static_cast<double>(shared) / static_cast<double>(clocks.size());
  if (before && after && elapsed_s > 0.0) {
    const double own_s = thread_cpu_seconds() - own_before_s;
    const double busy_s = (after->busy - before->busy) / ticks_per_second;
    // Ticks are 10 ms: half a tick per CPU is rounding, not load.
    const double rounding_s = 0.5 * static_cast<double>(seen.cpus) / ticks_per_second;
    seen.busy_cpus = std::max(0.0, busy_s - own_s - rounding_s) / elapsed_s;
    seen.steal_share = std::max(0.0, after->steal - before->steal) / ticks_per_second / elapsed_s;
  }
  if (const auto load = files.read("/proc/loadavg")) {
    char* end = nullptr;
    const double value = std::strtod(load->c_str(), &end);
    if (end != load->c_str()) {
      seen.load_average = value;
    }
  }
  return seen;
}

}  // namespace calib::measure
