#pragma once
/// On which CPUs a process measures: of those it may use, cores of one kind on one NUMA node. Pure.

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "measure/topology.hpp"

namespace calib::measure {

/// What the system allows this process.
struct cpu_limits {
  std::vector<std::size_t> cpus;   ///< logical CPUs by its affinity and its cpuset, increasing; empty when unknown
  std::vector<std::size_t> nodes;  ///< NUMA nodes whose memory it may use; empty when unknown
  std::optional<double> quota = std::nullopt;  ///< CPUs' worth of time; nothing when unlimited
};

struct cpu_choice {
  std::string kind;                                ///< of the cores; empty where the machine has one kind only
  std::optional<std::size_t> node = std::nullopt;  ///< where the machine has several
  /// One logical CPU of each core of this kind that may be used: the node's last, the measuring CPU at the very end.
  /// Empty when unknown.
  std::vector<std::size_t> cpus;
  std::size_t on_node = 0;  ///< how many of them are on the node; 0 when unknown
  std::size_t cores = 1;    ///< that may be used, those of other nodes too; at least 1
  std::size_t all = 1;      ///< threads that "all" means: a core each on the node, within the quota; at least 1

  /// For some threads, fewer than those there are: the last ones.
  [[nodiscard]] std::vector<std::size_t> for_threads(std::size_t count) const;
  /// The last one, or nothing.
  [[nodiscard]] std::optional<std::size_t> measuring_cpu() const;
};

/// Cores of the fastest kind that is allowed, or of the kind that is named; on the node that has most of them. Throws
/// error where there is no such kind or none of its cores is allowed; it names those there are.
///
/// A quota of 1.5 CPUs counts as 1: two threads would be stopped for a part of the time. Below 1 it counts as 1, since
/// nothing runs on less.
[[nodiscard]] cpu_choice choose_cpus(const topology& machine, const cpu_limits& limits, std::string_view kind = {});

}  // namespace calib::measure
