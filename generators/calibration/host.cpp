#include "calibration/host.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "kernels/own/fma_peak.hpp"
#include "statistics/statistics.hpp"

namespace calib::calibration {
namespace {

// Walks past every last-level cache; a machine with little memory gets a buffer it can hold.
std::size_t dram_canary_bytes(const measure::environment& environment) {
  constexpr std::size_t least = std::size_t{16} << 20U, most = std::size_t{512} << 20U;
  std::size_t wanted = std::clamp(4 * environment.machine.last_level_bytes(), std::size_t{128} << 20U, most);
  if (environment.available_memory_bytes > 0) wanted = std::min(wanted, environment.available_memory_bytes / 8);
  return std::max(wanted, least);
}

measure::environment look_around(std::string date, const measure::file_reader& files,
                                 const measure::cycle_counter& counter) {
  return measure::gather_environment(files, {
                                                .machine = measure::discover_topology(files),
                                                .hypervisor_signature = measure::hypervisor_signature(),
                                                .counters_available = counter.available(),
                                                .counters_reason = counter.why_not(),
                                                .denormals = measure::current_denormal_state(),
                                                .date_utc = std::move(date),
                                            });
}

// Clock readings of 25 us each: enough to warm the core up and see its sustained clock, in about 25 ms.
constexpr int clock_readings = 1000;

}  // namespace

instruments system_instruments(std::string date) {
  instruments tools;
  tools.files = std::make_unique<measure::system_files>();
  tools.clock = std::make_unique<measure::steady_clock_source>();
  tools.counter = measure::open_cycle_counter(*tools.files);
  tools.seen = look_around(std::move(date), *tools.files, *tools.counter);
  tools.canaries = std::make_unique<measure::host_canaries>(
      *tools.clock, measure::canary_options{.dram_buffer_bytes = dram_canary_bytes(tools.seen)});
  return tools;
}

host::host(instruments tools) : tools_(std::move(tools)), rates_(measure::rates_of(tools_.seen.cpu)) {
  std::vector<double> clocks;
  for (int i = 0; i < clock_readings; ++i) clocks.push_back(tools_.canaries->clock_hz());
  sustained_clock_hz_ = statistics::median(clocks);
  warnings_ = measure::assess(measure::probe_interference(*tools_.files, *tools_.clock, *tools_.canaries, cores()));
}

measure::core_watch& host::core() {
  if (!core_) core_.emplace(*tools_.canaries);
  return *core_;
}

std::vector<std::string> host::missing() const {
  std::vector<std::string> sentences;
  const measure::topology& machine = tools_.seen.machine;
  if (machine.cores == 0) sentences.emplace_back("the number of cores is unknown: one is taken to be there");
  if (machine.last_level_bytes() == 0) {
    sentences.push_back(
        fmt::format("the caches are unknown: the last level is taken to have {} MiB", last_level_bytes() >> 20U));
  }
  if (tools_.seen.available_memory_bytes == 0) {
    sentences.emplace_back("the free memory is unknown: shapes are kept small enough for a modest machine");
  }
  return sentences;
}

std::size_t host::last_level_bytes() const {
  // Of the caches that one core reaches, the largest in servers of today.
  constexpr std::size_t large = std::size_t{32} << 20U;
  const std::size_t known = tools_.seen.machine.last_level_bytes();
  return known > 0 ? known : large;
}

std::vector<std::size_t> host::cache_bytes(unsigned threads) const {
  std::vector<std::size_t> levels;
  for (const measure::cache_level& level : tools_.seen.machine.caches) {
    if (level.kind == measure::cache_kind::instruction) continue;
    levels.push_back(level.bytes * std::clamp<std::size_t>(level.instances, 1, threads));
  }
  return levels;
}

std::size_t host::own_cache_bytes(unsigned threads) const {
  const std::vector<std::size_t> levels = cache_bytes(threads);
  return levels.size() < 2 ? last_level_bytes() : levels[levels.size() - 2];
}

unsigned host::cores() const {
  const std::size_t cores = tools_.seen.machine.cores;
  return static_cast<unsigned>(std::max<std::size_t>(1, cores));
}

machine_peaks host::arithmetic_peaks(unsigned cores) const {
  machine_peaks peaks;
  for (std::size_t p = 0; p < precision_count; ++p) {
    const auto id = static_cast<precision>(p);
    peaks.flops_per_s[p] = measure::peak_flops_per_s(rates_, id, sustained_clock_hz_, cores);
  }
  return peaks;
}

double host::measured_fma(precision p) {
  // Each run is about 5 ms, long against the clock's resolution; the best of several is the undisturbed one, and a
  // peak is what can be reached.
  constexpr std::uint64_t steps = 1'000'000;
  constexpr int runs = 15;
  double best = 0;
  for (int i = 0; i < runs; ++i) {
    const std::int64_t begin = tools_.clock->now_ns();
    const double flops = kernels::own::run_fma_chains(p, steps);
    best = std::max(best, flops / measure::seconds_between(begin, tools_.clock->now_ns()));
  }
  return best;
}

double host::dram_canary_bandwidth() {
  return static_cast<double>(measure::dram_window_bytes) / tools_.canaries->read().dram_s;
}

profile_io::machine_data host::describe() const {
  profile_io::machine_data machine;
  machine.cpu = tools_.seen.cpu.model_name;
#if defined(__x86_64__)
  machine.architecture = "x86_64";
#elif defined(__aarch64__)
  machine.architecture = "aarch64";
#endif
  machine.isa = tools_.seen.cpu.isa;
  machine.cores = cores();
  for (const measure::cache_level& cache : tools_.seen.machine.caches) {
    if (cache.kind == measure::cache_kind::instruction) continue;
    machine.caches.push_back(
        {.level = cache.level, .bytes = cache.bytes, .shared_by = static_cast<std::uint32_t>(cache.shared_by)});
  }
  machine.memory_bytes = tools_.seen.memory_bytes;
  machine.hypervisor = tools_.seen.hypervisor;
  return machine;
}

}  // namespace calib::calibration
