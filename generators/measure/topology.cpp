#include "measure/topology.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace calib::measure {
namespace {

const std::string cpu_root = "/sys/devices/system/cpu/";

// Cores that have a number are fewer.
constexpr std::size_t most_cpus = std::size_t{1} << 20U;

// No machine has more kinds of caches per core than four levels, the first one split.
constexpr unsigned most_cache_indices = 8;

std::size_t bytes_of(std::string_view size) {
  const auto number = leading_number(trimmed(size));
  if (!number) {
    return 0;
  }
  const char unit = trimmed(size).back();
  const unsigned shift = unit == 'K' ? 10U : (unit == 'M' ? 20U : 0U);
  return static_cast<std::size_t>(*number) << shift;
}

std::string text_of(const file_reader& files, const std::string& path) {
  return std::string(trimmed(files.read(path).value_or("")));
}

std::size_t number_of(const file_reader& files, const std::string& path) {
  return static_cast<std::size_t>(leading_number(text_of(files, path)).value_or(0));
}

bool before(const cache_level& left, const cache_level& right) {
  return std::tuple(left.level, left.kind, left.bytes) < std::tuple(right.level, right.kind, right.bytes);
}

void read_nodes(const file_reader& files, topology& found) {
  const std::string root = "/sys/devices/system/node/";
  const std::vector<std::size_t> nodes = cpu_numbers(text_of(files, root + "online"));
  found.numa_nodes = nodes.size();
  for (const std::size_t node : nodes) {
    for (const std::size_t cpu : cpu_numbers(text_of(files, root + "node" + std::to_string(node) + "/cpulist"))) {
      const auto place =
          std::find_if(found.cpus.begin(), found.cpus.end(), [cpu](const cpu_place& one) { return one.cpu == cpu; });
      if (place != found.cpus.end()) {
        place->node = node;
      }
    }
  }
}

void read_caches(const file_reader& files, const std::vector<std::size_t>& cpus, topology& found) {
  // Caches of one description, each instance known by the list of CPUs that share it.
  std::map<std::tuple<unsigned, cache_kind, std::size_t>, std::pair<cache_level, std::set<std::string>>> kinds;
  for (const std::size_t cpu : cpus) {
    for (unsigned index = 0; index < most_cache_indices; ++index) {
      const std::string folder = cpu_root + "cpu" + std::to_string(cpu) + "/cache/index" + std::to_string(index) + "/";
      const std::size_t bytes = bytes_of(text_of(files, folder + "size"));
      if (bytes == 0) {
        break;
      }
      const std::string type = text_of(files, folder + "type");
      const auto kind = type == "Data"          ? cache_kind::data
                        : type == "Instruction" ? cache_kind::instruction
                                                : cache_kind::unified;
      const auto level = static_cast<unsigned>(number_of(files, folder + "level"));
      std::string sharers = text_of(files, folder + "shared_cpu_list");
      if (cpu_numbers(sharers).empty()) {
        sharers = std::to_string(cpu);
      }
      auto& [description, instances] = kinds[{level, kind, bytes}];
      description = {.level = level,
                     .kind = kind,
                     .bytes = bytes,
                     .line_bytes = number_of(files, folder + "coherency_line_size"),
                     .instances = 0,
                     .shared_by = cpu_numbers(sharers).size(),
                     .sharers = {}};
      instances.insert(std::move(sharers));
    }
  }
  for (auto& [key, value] : kinds) {
    value.first.instances = value.second.size();
    for (const std::string& sharers : value.second) {
      value.first.sharers.push_back(cpu_numbers(sharers));
    }
    found.caches.push_back(value.first);
  }
  std::sort(found.caches.begin(), found.caches.end(), before);
}

}  // namespace

std::size_t topology::last_level_bytes() const noexcept {
  unsigned highest = 0;
  std::size_t bytes = 0;
  for (const cache_level& cache : caches) {
    if (cache.kind == cache_kind::instruction || cache.level < highest) {
      continue;
    }
    bytes = cache.level > highest ? cache.bytes : std::max(bytes, cache.bytes);
    highest = cache.level;
  }
  return bytes;
}

topology topology::part(std::span<const std::size_t> of) const {
  const auto is_in = [&of](std::size_t cpu) { return std::find(of.begin(), of.end(), cpu) != of.end(); };
  topology seen = *this;
  if (cpus.empty() || of.empty()) {
    return seen;
  }
  std::erase_if(seen.cpus, [&](const cpu_place& one) { return !is_in(one.cpu); });
  std::set<std::size_t> own_cores;
  std::set<std::size_t> own_nodes;
  for (const cpu_place& one : seen.cpus) {
    own_cores.insert(one.core);
    own_nodes.insert(one.node);
  }
  seen.cores = cores > 0 ? own_cores.size() : 0;
  seen.numa_nodes = numa_nodes > 0 ? own_nodes.size() : 0;
  seen.logical_cpus = seen.cpus.size();
  for (cache_level& cache : seen.caches) {
    if (cache.sharers.empty()) {
      continue;
    }
    std::erase_if(cache.sharers,
                  [&](const auto& sharers) { return std::none_of(sharers.begin(), sharers.end(), is_in); });
    cache.instances = cache.sharers.size();
  }
  std::erase_if(seen.caches, [](const cache_level& cache) { return cache.instances == 0; });
  std::erase_if(seen.kinds,
                [&](const core_kind& kind) { return std::none_of(kind.cpus.begin(), kind.cpus.end(), is_in); });
  return seen;
}

topology topology_from_sysfs(const file_reader& files) {
  topology found;
  const std::vector<std::size_t> cpus = cpu_numbers(text_of(files, cpu_root + "online"));
  found.logical_cpus = cpus.size();
  if (cpus.empty()) {
    return found;
  }
  found.source = "sysfs";
  std::set<std::string> packages;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> cores;
  for (const std::size_t cpu : cpus) {
    const std::string folder = cpu_root + "cpu" + std::to_string(cpu) + "/topology/";
    const std::string package = text_of(files, folder + "physical_package_id");
    const std::string core = text_of(files, folder + "core_id");
    if (!package.empty()) {
      packages.insert(package);
    }
    // A CPU whose core is not known counts as a core of its own when CPUs are chosen.
    std::size_t number = most_cpus + cpu;
    if (!core.empty()) {
      const std::tuple place(package, text_of(files, folder + "die_id"), core);
      number = cores.emplace(place, cores.size()).first->second;
    }
    found.cpus.push_back({.cpu = cpu, .core = number, .node = 0});
  }
  found.packages = packages.size();
  found.cores = cores.size();
  read_nodes(files, found);
  read_caches(files, cpus, found);
  found.kinds = kinds_of(traits_from_sysfs(files, cpus));
  return found;
}

topology discover_topology(const file_reader& files) {
  topology best = topology_from_hwloc();
  topology other = topology_from_sysfs(files);
  if (best.cores == 0) {
    return other;
  }
  if (best.caches.empty()) {
    best.caches = other.caches;
  }
  if (other.kinds.size() > best.kinds.size()) {
    best.kinds = other.kinds;
  }
  return best;
}

}  // namespace calib::measure
