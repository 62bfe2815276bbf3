#include "calibration/peaks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "calibration/four_digits.hpp"
#include "profile_io/operations.hpp"

namespace calib::calibration {
namespace {

machine_peaks rounded(machine_peaks peaks) {
  for (double& flops_per_s : peaks.flops_per_s) flops_per_s = four_digits(flops_per_s);
  peaks.bandwidth_bytes_per_s = four_digits(peaks.bandwidth_bytes_per_s);
  return peaks;
}

machine_peaks preferred(const machine_peaks& given, machine_peaks otherwise) {
  for (std::size_t p = 0; p < precision_count; ++p) {
    if (given.flops_per_s[p] > 0) otherwise.flops_per_s[p] = given.flops_per_s[p];
  }
  if (given.bandwidth_bytes_per_s > 0) otherwise.bandwidth_bytes_per_s = given.bandwidth_bytes_per_s;
  return otherwise;
}

double smallest_latency(const profile_io::profile_data& profile, const std::string& setting) {
  double least = 0;
  for (const auto& table : profile.tables) {
    if (table.setting != setting) continue;
    const double smallest = *std::min_element(table.latency_s.begin(), table.latency_s.end());
    least = least == 0 ? smallest : std::min(least, smallest);
  }
  return least;
}

// Bytes that do not stay in a cache of this size from one call to the next.
double beyond(std::size_t cache_bytes) { return 4.0 * static_cast<double>(cache_bytes); }

// The best traffic of any table's largest shape on this many threads, of those that are beyond the caches. Where none
// is, as on a virtual machine that is told of all its host's last level, the best of those beyond the levels before it,
// if that is above the rate of the DRAM canary. No instruction set tells the bandwidth of the memory behind it.
double best_bandwidth(const profile_io::profile_data& profile, host& machine, unsigned threads) {
  const double beyond_all = beyond(machine.last_level_bytes());
  const double beyond_own = beyond(machine.own_cache_bytes(threads));
  double best = 0, second_best = machine.dram_canary_bandwidth();
  for (const auto& table : profile.tables) {
    const auto setting = std::find_if(profile.settings.begin(), profile.settings.end(),
                                      [&](const auto& s) { return s.id == table.setting; });
    if (setting->threads != threads) continue;
    const auto [work, latency_s] = profile_io::largest_measured(table);
    const double rate = work.traffic.value / latency_s;
    if (work.traffic.value >= beyond_all) best = std::max(best, rate);
    if (work.traffic.value >= beyond_own) second_best = std::max(second_best, rate);
  }
  return best > 0 ? best : second_best;
}

std::string derivation(const host& machine) {
  const std::string& kind = machine.choice().kind;
  const std::string of = kind.empty() ? "" : fmt::format(", of the {} {} cores", machine.cores_of_kind(), kind);
  return machine.rates().basis + " at the sustained clock" + of;
}

}  // namespace

void fill_in_peaks(profile_io::profile_data& profile, const request& request, host& machine) {
  profile.theoretical.peaks = preferred(request.datasheet, rounded(machine.arithmetic_peaks(machine.cores_of_kind())));
  profile.theoretical.clock_hz = four_digits(machine.sustained_clock_hz());
  profile.theoretical.source = request.datasheet_source.empty() ? derivation(machine) : request.datasheet_source;
  for (profile_io::setting_data& setting : profile.settings) {
    setting.overhead_s = smallest_latency(profile, setting.id);
    setting.peaks = machine.arithmetic_peaks(setting.threads);
    setting.peaks.bandwidth_bytes_per_s = best_bandwidth(profile, machine, setting.threads);
    setting.peaks = rounded(setting.peaks);
    auto& best = profile.measured.peaks.bandwidth_bytes_per_s;
    best = std::max(best, setting.peaks.bandwidth_bytes_per_s);
    if (setting.threads == machine.machine_cores()) setting.peaks = preferred(request.datasheet, setting.peaks);
  }
  for (const precision p : {precision::f64, precision::f32}) {
    profile.measured.peaks.flops_per_s[static_cast<std::size_t>(p)] = four_digits(machine.measured_fma(p));
  }
  profile.measured.source = "FMA chains on one core; the best traffic of any table's largest shape";
  if (!machine.choice().kind.empty()) profile.measured.source += "; " + machine.choice().kind + " cores";
}

}  // namespace calib::calibration
