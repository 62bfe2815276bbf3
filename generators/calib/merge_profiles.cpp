#include "merge_profiles.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <vector>

#include "differences.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

using profile_io::left_out_data;
using profile_io::peak_data;
using profile_io::profile_data;
using profile_io::setting_data;
using profile_io::table_data;

void require_one_machine(const profile_data& first, const profile_data& second) {
  differences found;
  found.machines(first, second);
  const machine_peaks &x = first.theoretical.peaks, &y = second.theoretical.peaks;
  for (std::size_t p = 0; p < precision_count; ++p) {
    found.compare(fmt::format("the theoretical peak of {}", precisions[p].name), x.flops_per_s[p], y.flops_per_s[p]);
  }
  found.compare("the theoretical bandwidth", x.bandwidth_bytes_per_s, y.bandwidth_bytes_per_s);
  if (!found.any()) return;
  throw usage_error(
      fmt::format("{} and {} are not of one machine; they differ in {}. Merge profiles of one machine, and "
                  "compare others with `calib compare` or `calib report`",
                  first.id, second.id, found.text()));
}

/// `known` with what only `other` knows.
machine_peaks completed(machine_peaks known, const machine_peaks& other) {
  for (std::size_t p = 0; p < precision_count; ++p) {
    if (known.flops_per_s[p] == 0) known.flops_per_s[p] = other.flops_per_s[p];
  }
  if (known.bandwidth_bytes_per_s == 0) known.bandwidth_bytes_per_s = other.bandwidth_bytes_per_s;
  return known;
}

peak_data completed(peak_data known, const peak_data& other) {
  known.peaks = completed(known.peaks, other.peaks);
  if (known.clock_hz == 0) known.clock_hz = other.clock_hz;
  if (known.source.empty()) known.source = other.source;
  return known;
}

/// Throws where two settings of one id ran something else.
void require_one_setting(const setting_data& a, const setting_data& b) {
  differences found;
  found.compare("the backend", a.backend, b.backend);
  found.compare("its version", a.version, b.version);
  found.exactly("the threads", a.threads, b.threads);
  found.compare("the cache", std::string{name(a.cache)}, std::string{name(b.cache)});
  found.compare("the kind of cores", a.core_kind, b.core_kind);
  found.compare("the details", a.details, b.details);
  found.exactly("the bytes of the company", a.company_bytes, b.company_bytes);
  if (!a.absorbs.empty() && !b.absorbs.empty() && a.absorbs != b.absorbs) {
    found.compare("what it absorbs", "of the first", "of the second");
  }
  if (!found.any()) return;
  throw usage_error(fmt::format(
      "the setting {} is not the same in both; they differ in {}. Give one of them another id", a.id, found.text()));
}

void add_setting(profile_data& to, const setting_data& one) {
  const auto same = std::ranges::find(to.settings, one.id, &setting_data::id);
  if (same == to.settings.end()) {
    to.settings.push_back(one);
    return;
  }
  require_one_setting(*same, one);
  same->peaks = completed(same->peaks, one.peaks);
  if (same->version.empty()) same->version = one.version;
  if (same->details.empty()) same->details = one.details;
  if (same->overhead_s == 0) same->overhead_s = one.overhead_s;
  if (same->absorbs.empty()) same->absorbs = one.absorbs;
}

template <class One>
auto place_of(std::vector<One>& among, const auto& like) {
  return std::ranges::find_if(among, [&](const One& one) { return profile_io::same_table(one, like); });
}

/// Names of the tables that both have and that differ.
void add_tables(profile_data& to, const profile_data& from, preference prefer) {
  std::vector<std::string> differing;
  for (const table_data& one : from.tables) {
    const auto same = place_of(to.tables, one);
    if (same == to.tables.end()) {
      to.tables.push_back(one);
    } else if (*same != one) {
      differing.push_back(fmt::format("{} {} in {}", one.operation, facts(one.precision).name, one.setting));
      if (prefer == preference::second) *same = one;
    }
  }
  if (differing.empty() || prefer != preference::none) return;
  constexpr std::size_t named = 5;
  const std::size_t more = differing.size() > named ? differing.size() - named : 0;
  differing.resize(differing.size() - more);
  throw usage_error(
      fmt::format("both profiles have {}{}, and the tables differ. Say whose stand: --prefer first or "
                  "--prefer second",
                  fmt::join(differing, ", "), more > 0 ? fmt::format(" and {} more", more) : ""));
}

void add_left_out(profile_data& to, const profile_data& from) {
  for (const left_out_data& one : from.left_out) {
    if (place_of(to.left_out, one) == to.left_out.end()) to.left_out.push_back(one);
  }
  std::erase_if(to.left_out, [&](const left_out_data& one) { return place_of(to.tables, one) != to.tables.end(); });
}

/// Where both runs say something else of themselves, both stand.
void add_environment(profile_data& to, const profile_data& from) {
  for (const auto& [key, value] : from.environment) {
    std::string& known = to.environment[key];
    if (known.empty()) known = value;
    if (known != value) known += "; " + value;
  }
}

void complete_machine(profile_io::machine_data& to, const profile_io::machine_data& from) {
  if (to.cpu.empty()) to.cpu = from.cpu;
  if (to.architecture.empty()) to.architecture = from.architecture;
  if (to.isa.empty()) to.isa = from.isa;
  if (to.cores == 0) to.cores = from.cores;
  if (to.core_kinds.empty()) to.core_kinds = from.core_kinds;
  if (to.numa_nodes == 0) to.numa_nodes = from.numa_nodes;
  if (to.caches.empty()) to.caches = from.caches;
  if (to.memory_bytes == 0) to.memory_bytes = from.memory_bytes;
  if (to.hypervisor.empty()) to.hypervisor = from.hypervisor;
}

}  // namespace

profile_data merged(const profile_data& first, const profile_data& second, preference prefer) {
  require_one_machine(first, second);
  profile_data out = first;
  complete_machine(out.machine, second.machine);
  // Of two parts of a machine, neither is what was measured.
  if (first.measured_on != second.measured_on) out.measured_on = {};
  // Neither is the history of all tables.
  if (first.history != second.history) out.history.clear();
  out.created = std::max(first.created, second.created);
  out.theoretical = completed(out.theoretical, second.theoretical);
  out.measured = completed(out.measured, second.measured);
  for (const setting_data& one : second.settings) add_setting(out, one);
  add_tables(out, second, prefer);
  add_left_out(out, second);
  add_environment(out, second);
  return out;
}

}  // namespace calib::tool
