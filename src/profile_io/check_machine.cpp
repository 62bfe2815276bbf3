#include "profile_io/check_machine.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "calib/profile.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::profile_io {
namespace {

void check_peaks(const checked_file& file, const machine_peaks& p, const std::string& at) {
  for (std::size_t i = 0; i < precision_count; ++i) {
    file.not_negative(p.flops_per_s[i], at + pointer_to("flops_per_s", precisions[i].name), "peak FLOP/s");
  }
  file.not_negative(p.bandwidth_bytes_per_s, at + "/bandwidth_bytes_per_s", "bandwidth");
}

void check_caches(const checked_file& file, const machine_data& m) {
  for (std::size_t i = 0; i < m.caches.size(); ++i) {
    const std::string at = pointer_to("machine", "caches", i);
    const auto positive = [&](std::uint64_t value, const char* key) {
      if (value > 0) return;
      file.fail(profile_fault::wrong_value, at + pointer_to(key),
                std::string{key} + " of a cache must be at least 1, found 0", "correct it, or leave the cache out");
    };
    positive(m.caches[i].level, "level");
    positive(m.caches[i].bytes, "bytes");
    positive(m.caches[i].shared_by, "shared_by");
  }
}

/// Kinds with names, each once.
void check_core_kinds(const checked_file& file, const machine_data& m) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < m.core_kinds.size(); ++i) {
    const std::string& name = m.core_kinds[i].name;
    const std::string at = pointer_to("machine", "core_kinds", i, "name");
    file.not_empty(name, at, "the name of a kind of cores");
    if (seen.insert(name).second) continue;
    file.fail(profile_fault::wrong_value, at, "the kind of cores " + in_quotes(name) + " is there already",
              "give it another name or remove it");
  }
}

/// None, or one of the machine's.
void require_core_kind(const checked_file& file, const profile_data& profile, const std::string& kind,
                       std::string pointer) {
  std::vector<std::string_view> names;
  for (const core_kind_data& one : profile.machine.core_kinds) names.push_back(one.name);
  if (kind.empty() || std::ranges::find(names, kind) != names.end()) return;
  file.fail(profile_fault::wrong_value, std::move(pointer),
            "the kind of cores " + in_quotes(kind) + " is not among the machine's",
            names.empty() ? "describe it under /machine/core_kinds, or leave it out"
                          : "describe it under /machine/core_kinds, or name one that is there: " + joined(names));
}

void check_measured_on(const checked_file& file, const profile_data& profile) {
  require_core_kind(file, profile, profile.measured_on.core_kind, "/measured_on/core_kind");
  file.not_negative(profile.measured_on.cpu_quota, "/measured_on/cpu_quota", "the quota in CPUs");
}

}  // namespace

void check_machine(const checked_file& file, const profile_data& profile) {
  check_caches(file, profile.machine);
  check_core_kinds(file, profile.machine);
  check_measured_on(file, profile);
  check_peaks(file, profile.theoretical.peaks, "/theoretical_peaks");
  file.not_negative(profile.theoretical.clock_hz, "/theoretical_peaks/clock_hz", "the clock");
  check_peaks(file, profile.measured.peaks, "/measured_peaks");
  file.not_negative(profile.measured.clock_hz, "/measured_peaks/clock_hz", "the clock");
}

void check_settings(const checked_file& file, const profile_data& profile) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < profile.settings.size(); ++i) {
    const setting_data& s = profile.settings[i];
    const std::string at = pointer_to("settings", i);
    file.identifier(s.id, at + "/id");
    if (!seen.insert(s.id).second) {
      file.fail(profile_fault::duplicate_setting, at + "/id", "setting " + in_quotes(s.id) + " is there already",
                "give it another id or remove it");
    }
    file.not_empty(s.backend, at + "/backend", "the backend");
    require_core_kind(file, profile, s.core_kind, at + "/core_kind");
    check_peaks(file, s.peaks, at + "/peaks");
    file.not_negative(s.overhead_s, at + "/overhead_s", "the overhead in seconds");
    if ((s.cache == cache_state::network) != (s.company_bytes > 0)) {
      file.fail(profile_fault::wrong_value, at + "/company_bytes",
                "a setting has a company exactly when its cache is \"network\"; found cache " +
                    in_quotes(std::string{name(s.cache)}) + " and a company of " + std::to_string(s.company_bytes) +
                    " bytes",
                "give the bytes that pass between two calls of an operation, or leave company_bytes out");
    }
  }
  require_setting(file, profile, profile.default_setting, "/default_setting");
}

void require_setting(const checked_file& file, const profile_data& profile, const std::string& id,
                     std::string pointer) {
  std::vector<std::string_view> ids;
  for (const setting_data& s : profile.settings) ids.push_back(s.id);
  if (std::ranges::find(ids, id) != ids.end()) return;
  file.fail(profile_fault::unknown_setting, std::move(pointer),
            "setting " + in_quotes(id) + " is not among the settings",
            ids.empty() ? "describe it under /settings"
                        : "describe it under /settings, or name one that is there: " + joined(ids));
}

}  // namespace calib::profile_io
