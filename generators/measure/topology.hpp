#pragma once
/// Cores and caches: through hwloc where it is compiled in, else from /sys, else unknown.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "measure/core_kind.hpp"
#include "measure/files.hpp"

namespace calib::measure {

enum class cache_kind : unsigned char { data, instruction, unified };

struct cache_level {
  unsigned level = 1;
  cache_kind kind = cache_kind::unified;
  std::size_t bytes = 0;       ///< of one instance
  std::size_t line_bytes = 0;  ///< 0 when unknown
  std::size_t instances = 1;
  std::size_t shared_by = 1;  ///< logical CPUs per instance
  /// The logical CPUs of each instance; empty when unknown.
  std::vector<std::vector<std::size_t>> sharers = {};
};

/// Where a logical CPU is.
struct cpu_place {
  std::size_t cpu = 0;
  std::size_t core = 0;  ///< CPUs of the same core have the same number
  std::size_t node = 0;  ///< NUMA node

  friend bool operator==(const cpu_place&, const cpu_place&) = default;
};

struct topology {
  std::size_t packages = 0;  ///< 0 when unknown, here and below
  std::size_t numa_nodes = 0;
  std::size_t cores = 0;
  std::size_t logical_cpus = 0;
  std::vector<cache_level> caches;  ///< sorted by level, data before instruction
  std::string source = "unknown";   ///< "hwloc", "sysfs" or "unknown"
  std::vector<cpu_place> cpus{};    ///< increasing; empty when unknown
  std::vector<core_kind> kinds{};   ///< fastest first; empty where all cores are of one kind, or nothing tells them

  /// Largest data or unified cache of the highest level; 0 when unknown.
  [[nodiscard]] std::size_t last_level_bytes() const noexcept;

  /// What threads on these CPUs have: their cores, and of the caches the instances that they reach. Where the places of
  /// CPUs or caches are unknown, they stay as they are.
  [[nodiscard]] topology part(std::span<const std::size_t> of) const;
};

/// From /sys/devices/system/cpu; what is missing stays 0. source is "unknown" when not even the CPUs are listed.
[[nodiscard]] topology topology_from_sysfs(const file_reader& files);

/// From hwloc; source is "unknown" when it is not compiled in or fails.
[[nodiscard]] topology topology_from_hwloc();

/// hwloc if it answers with cores, else sysfs; caches and kinds of cores that hwloc does not know are taken from sysfs.
[[nodiscard]] topology discover_topology(const file_reader& files);

}  // namespace calib::measure
