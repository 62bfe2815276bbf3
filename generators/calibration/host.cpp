#include "calibration/host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "kernels/own/fma_peak.hpp"
#include "measure/error.hpp"
#include "statistics/statistics.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

// Walks past every last-level cache; a machine with little memory gets a buffer it can hold.
std::size_t dram_canary_bytes(const measure::environment& environment, std::size_t last_level_bytes) {
  constexpr std::size_t least = std::size_t{16} << 20U, most = std::size_t{512} << 20U;
  std::size_t wanted = std::clamp(4 * last_level_bytes, std::size_t{128} << 20U, most);
  if (environment.available_memory_bytes > 0) wanted = std::min(wanted, environment.available_memory_bytes / 8);
  return std::max(wanted, least);
}

measure::environment look_around(std::string date, measure::topology machine, const measure::cpu_choice& choice,
                                 const measure::file_reader& files, const measure::cycle_counter& counter) {
  return measure::gather_environment(files, {
                                                .machine = std::move(machine),
                                                .hypervisor_signature = measure::hypervisor_signature(),
                                                .counters_available = counter.available(),
                                                .counters_reason = counter.why_not(),
                                                .denormals = measure::current_denormal_state(),
                                                .date_utc = std::move(date),
                                                .cpu = choice.measuring_cpu().value_or(0),
                                                .node = choice.node,
                                            });
}

measure::cpu_choice chosen(const measure::topology& machine, const measure::cpu_limits& limits,
                           const std::string& core_kind) {
  try {
    return measure::choose_cpus(machine, limits, core_kind);
  } catch (const measure::error& refusal) {
    throw usage_error(refusal.what());
  }
}

// The affinity as the kernel tells it to the process, where /proc does not.
measure::cpu_limits limits_of_this_process(const measure::file_reader& files) {
  measure::cpu_limits limits = measure::read_cpu_limits(files);
  if (limits.cpus.empty()) {
    for (const int cpu : measure::allowed_cpus()) limits.cpus.push_back(static_cast<std::size_t>(cpu));
  }
  return limits;
}

// Clock readings of 25 us each: enough to warm the core up and see its sustained clock, in about 25 ms.
constexpr int clock_readings = 1000;

}  // namespace

instruments system_instruments(std::string date, std::string core_kind) {
  instruments tools;
  tools.files = std::make_unique<measure::system_files>();
  measure::topology machine = measure::discover_topology(*tools.files);
  const measure::cpu_limits limits = limits_of_this_process(*tools.files);
  const measure::cpu_choice choice = chosen(machine, limits, core_kind);
  // From here on, all that is looked at and all that threads touch first is that of the cores to measure.
  tools.binding = std::make_unique<measure::bound_process>(choice.for_threads(choice.on_node));
  tools.core_kind = std::move(core_kind);
  tools.clock = std::make_unique<measure::steady_clock_source>();
  tools.counter = measure::open_cycle_counter(*tools.files);
  const std::size_t last_level_bytes = machine.part(choice.cpus).last_level_bytes();
  tools.seen = look_around(std::move(date), std::move(machine), choice, *tools.files, *tools.counter);
  tools.seen.allowed_cpus = limits.cpus;  // those before this process was bound
  tools.canaries = std::make_unique<measure::host_canaries>(
      *tools.clock, measure::canary_options{.dram_buffer_bytes = dram_canary_bytes(tools.seen, last_level_bytes)});
  return tools;
}

host::host(instruments tools)
    : tools_(std::move(tools)),
      choice_(chosen(tools_.seen.machine, measure::limits_of(tools_.seen), tools_.core_kind)) {
  const auto& kinds = tools_.seen.machine.kinds;
  tools_.seen.cpu.efficiency = !kinds.empty() && choice_.kind != kinds.front().name;
  rates_ = measure::rates_of(tools_.seen.cpu);
  std::vector<double> clocks;
  for (int i = 0; i < clock_readings; ++i) clocks.push_back(tools_.canaries->clock_hz());
  sustained_clock_hz_ = statistics::median(clocks);
  warnings_ =
      measure::assess(measure::probe_interference(*tools_.files, *tools_.clock, *tools_.canaries, machine_cores()));
}

measure::core_watch& host::core() {
  if (!core_) core_.emplace(*tools_.canaries);
  return *core_;
}

std::vector<std::string> host::missing() const {
  std::vector<std::string> sentences;
  const measure::topology& machine = tools_.seen.machine;
  if (machine.cores == 0) sentences.emplace_back("the number of cores is unknown: one is taken to be there");
  if (reached_by(cores()).last_level_bytes() == 0) {
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
  const std::size_t known = reached_by(cores()).last_level_bytes();
  return known > 0 ? known : large;
}

std::vector<std::size_t> host::cache_bytes(unsigned threads) const {
  std::map<unsigned, std::size_t> levels;
  for (const measure::cache_level& cache : reached_by(threads).caches) {
    if (cache.kind == measure::cache_kind::instruction) continue;
    const std::size_t bytes = cache.bytes * std::clamp<std::size_t>(cache.instances, 1, threads);
    std::size_t& level = levels[cache.level];
    // Caches of several sizes: those that these threads reach are added up; where it is unknown which, one is taken.
    level = cache.sharers.empty() ? std::max(level, bytes) : level + bytes;
  }
  std::vector<std::size_t> bytes;
  for (const auto& [level, sum] : levels) bytes.push_back(sum);
  return bytes;
}

std::size_t host::own_cache_bytes(unsigned threads) const {
  const std::vector<std::size_t> levels = cache_bytes(threads);
  return levels.size() < 2 ? last_level_bytes() : levels[levels.size() - 2];
}

unsigned host::cores() const { return static_cast<unsigned>(choice_.all); }

unsigned host::machine_cores() const {
  const std::size_t cores = tools_.seen.machine.cores;
  return static_cast<unsigned>(std::max<std::size_t>(1, cores));
}

unsigned host::cores_of_kind() const {
  const measure::core_kind* const kind = measure::find_kind(tools_.seen.machine.kinds, choice_.kind);
  if (kind == nullptr || tools_.seen.machine.cores == 0) return machine_cores();
  return static_cast<unsigned>(std::max<std::size_t>(1, tools_.seen.machine.part(kind->cpus).cores));
}

measure::topology host::reached_by(unsigned threads) const {
  return tools_.seen.machine.part(choice_.for_threads(threads));
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

namespace {

// Profiles count cores; threads of one core share all that it has.
std::uint32_t cores_that_share(const measure::cache_level& cache, const measure::topology& machine) {
  const std::size_t threads_of_core =
      machine.cores == 0 ? 1 : std::max<std::size_t>(machine.logical_cpus / machine.cores, 1);
  const bool known = !cache.sharers.empty() && !machine.cpus.empty();
  const std::size_t cores = known ? machine.part(cache.sharers.front()).cores : cache.shared_by / threads_of_core;
  return static_cast<std::uint32_t>(std::max<std::size_t>(cores, 1));
}

}  // namespace

profile_io::machine_data host::describe() const {
  profile_io::machine_data machine;
  machine.cpu = tools_.seen.cpu.model_name;
#if defined(__x86_64__)
  machine.architecture = "x86_64";
#elif defined(__aarch64__)
  machine.architecture = "aarch64";
#endif
  machine.isa = tools_.seen.cpu.isa;
  machine.cores = machine_cores();
  const measure::topology& whole = tools_.seen.machine;
  for (const measure::core_kind& kind : whole.kinds) {
    machine.core_kinds.push_back({.name = kind.name, .cores = static_cast<std::uint32_t>(whole.part(kind.cpus).cores)});
  }
  if (whole.numa_nodes > 1) machine.numa_nodes = static_cast<std::uint32_t>(whole.numa_nodes);
  for (const measure::cache_level& cache : whole.part(choice_.cpus).caches) {
    if (cache.kind == measure::cache_kind::instruction) continue;
    machine.caches.push_back({.level = cache.level, .bytes = cache.bytes, .shared_by = cores_that_share(cache, whole)});
  }
  machine.memory_bytes = tools_.seen.memory_bytes;
  machine.hypervisor = tools_.seen.hypervisor;
  return machine;
}

profile_io::measured_on_data host::describe_part() const {
  profile_io::measured_on_data part;
  part.core_kind = choice_.kind;
  if (choice_.node) part.numa_node = static_cast<std::uint32_t>(*choice_.node);
  part.cores = static_cast<std::uint32_t>(choice_.on_node);
  part.cpus = measure::cpu_list(tools_.seen.allowed_cpus);
  part.cpu_quota = tools_.seen.cpu_quota.value_or(0);
  return part;
}

}  // namespace calib::calibration
