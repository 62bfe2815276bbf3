#pragma once
/// Cores and caches: through hwloc where it is compiled in, else from /sys, else unknown.

#include <cstddef>
#include <string>
#include <vector>

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
};

struct topology {
  std::size_t packages = 0;  ///< 0 when unknown, here and below
  std::size_t numa_nodes = 0;
  std::size_t cores = 0;
  std::size_t logical_cpus = 0;
  std::vector<cache_level> caches;  ///< sorted by level, data before instruction
  std::string source = "unknown";   ///< "hwloc", "sysfs" or "unknown"

  /// Largest data or unified cache of the highest level; 0 when unknown.
  [[nodiscard]] std::size_t last_level_bytes() const noexcept;
};

/// From /sys/devices/system/cpu; what is missing stays 0. source is "unknown" when not even the CPUs are listed.
[[nodiscard]] topology topology_from_sysfs(const file_reader& files);

/// From hwloc; source is "unknown" when it is not compiled in or fails.
[[nodiscard]] topology topology_from_hwloc();

/// hwloc if it answers with cores, else sysfs; caches that hwloc does not know are taken from sysfs.
[[nodiscard]] topology discover_topology(const file_reader& files);

}  // namespace calib::measure
