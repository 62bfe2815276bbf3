#include "measure/topology.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace calib::measure {
namespace {

const std::string cpu_root = "/sys/devices/system/cpu/";

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
                     .shared_by = cpu_numbers(sharers).size()};
      instances.insert(std::move(sharers));
    }
  }
  for (auto& [key, value] : kinds) {
    value.first.instances = value.second.size();
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

topology topology_from_sysfs(const file_reader& files) {
  topology found;
  const std::vector<std::size_t> cpus = cpu_numbers(text_of(files, cpu_root + "online"));
  found.logical_cpus = cpus.size();
  if (cpus.empty()) {
    return found;
  }
  found.source = "sysfs";
  std::set<std::string> packages;
  std::set<std::pair<std::string, std::string>> cores;
  for (const std::size_t cpu : cpus) {
    const std::string folder = cpu_root + "cpu" + std::to_string(cpu) + "/topology/";
    const std::string package = text_of(files, folder + "physical_package_id");
    const std::string core = text_of(files, folder + "core_id");
    if (!package.empty()) {
      packages.insert(package);
    }
    if (!core.empty()) {
      cores.emplace(package, core);
    }
  }
  found.packages = packages.size();
  found.cores = cores.size();
  found.numa_nodes = cpu_numbers(text_of(files, "/sys/devices/system/node/online")).size();
  read_caches(files, cpus, found);
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
  return best;
}

}  // namespace calib::measure
