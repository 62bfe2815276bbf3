#include "calibration/host.hpp"

#include <algorithm>

#include "kernels/own/fma_peak.hpp"
#include "measure/statistics.hpp"

namespace calib::calibration {
namespace {

// Walks past every last-level cache; a machine with little memory gets a buffer it can hold.
std::size_t dram_canary_bytes(const measure::environment& environment) {
  constexpr std::size_t least = std::size_t{16} << 20U, most = std::size_t{512} << 20U;
  std::size_t wanted = std::clamp(4 * environment.machine.last_level_bytes(), std::size_t{128} << 20U, most);
  if (environment.available_memory_bytes > 0) wanted = std::min(wanted, environment.available_memory_bytes / 8);
  return std::max(wanted, least);
}

measure::environment look_around(std::string date, const measure::cycle_counter& counter) {
  const measure::system_files files;
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

host::host(std::string date) : counter_(measure::open_cycle_counter(measure::system_files{})) {
  environment_ = look_around(std::move(date), *counter_);
  rates_ = measure::rates_of(environment_.cpu);
  canaries_ = std::make_unique<measure::host_canaries>(
      clock_, measure::canary_options{.dram_buffer_bytes = dram_canary_bytes(environment_)});
  std::vector<double> clocks;
  for (int i = 0; i < clock_readings; ++i) clocks.push_back(canaries_->clock_hz());
  sustained_clock_hz_ = measure::median(clocks);
  warnings_ = measure::assess(measure::probe_interference(measure::system_files{}, clock_, *canaries_, cores()));
}

unsigned host::cores() const {
  const std::size_t cores = environment_.machine.cores;
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
    const std::int64_t begin = clock_.now_ns();
    const double flops = kernels::own::run_fma_chains(p, steps);
    best = std::max(best, flops / measure::seconds_between(begin, clock_.now_ns()));
  }
  return best;
}

double host::dram_canary_bandwidth() {
  return static_cast<double>(measure::dram_window_bytes) / canaries_->read().dram_s;
}

profile_io::machine_data host::describe() const {
  profile_io::machine_data machine;
  machine.cpu = environment_.cpu.model_name;
#if defined(__x86_64__)
  machine.architecture = "x86_64";
#elif defined(__aarch64__)
  machine.architecture = "aarch64";
#endif
  machine.isa = environment_.cpu.isa;
  machine.cores = cores();
  for (const measure::cache_level& cache : environment_.machine.caches) {
    if (cache.kind == measure::cache_kind::instruction) continue;
    machine.caches.push_back(
        {.level = cache.level, .bytes = cache.bytes, .shared_by = static_cast<std::uint32_t>(cache.shared_by)});
  }
  machine.memory_bytes = environment_.memory_bytes;
  machine.hypervisor = environment_.hypervisor;
  return machine;
}

}  // namespace calib::calibration
