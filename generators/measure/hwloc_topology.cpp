#include "measure/topology.hpp"

#if defined(CALIB_HAVE_HWLOC)

#include <hwloc.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <type_traits>

namespace calib::measure {
namespace {

// Cores that have a number are fewer.
constexpr std::size_t most_cores = std::size_t{1} << 20U;

using hwloc_handle = std::unique_ptr<std::remove_pointer_t<hwloc_topology_t>, decltype(&hwloc_topology_destroy)>;

std::size_t count(hwloc_topology_t machine, hwloc_obj_type_t type) {
  return static_cast<std::size_t>(std::max(0, hwloc_get_nbobjs_by_type(machine, type)));
}

std::vector<std::size_t> cpus_of(hwloc_const_bitmap_t set) {
  std::vector<std::size_t> cpus;
  for (int cpu = hwloc_bitmap_first(set); cpu >= 0; cpu = hwloc_bitmap_next(set, cpu)) {
    cpus.push_back(static_cast<std::size_t>(cpu));
  }
  return cpus;
}

void add_cpus(hwloc_topology_t machine, topology& found) {
  for (hwloc_obj_t unit = hwloc_get_next_obj_by_type(machine, HWLOC_OBJ_PU, nullptr); unit != nullptr;
       unit = hwloc_get_next_obj_by_type(machine, HWLOC_OBJ_PU, unit)) {
    const hwloc_obj_t core = hwloc_get_ancestor_obj_by_type(machine, HWLOC_OBJ_CORE, unit);
    const int node = hwloc_bitmap_first(unit->nodeset);
    found.cpus.push_back({.cpu = unit->os_index,
                          .core = core == nullptr ? most_cores + unit->os_index : core->logical_index,
                          .node = node < 0 ? 0 : static_cast<std::size_t>(node)});
  }
  std::sort(found.cpus.begin(), found.cpus.end(), [](const cpu_place& a, const cpu_place& b) { return a.cpu < b.cpu; });
}

#if HWLOC_API_VERSION >= 0x00020400

double info_of(const hwloc_info_s* infos, unsigned count, std::string_view name) {
  for (unsigned i = 0; i < count; ++i) {
    if (infos[i].name == name) {
      return static_cast<double>(leading_number(infos[i].value).value_or(0));
    }
  }
  return 0;
}

// The kinds that hwloc tells, through the same rules as those of other sources: hwloc also lists favoured cores.
void add_kinds(hwloc_topology_t machine, topology& found) {
  const int count = hwloc_cpukinds_get_nr(machine, 0);
  const std::unique_ptr<hwloc_bitmap_s, decltype(&hwloc_bitmap_free)> set(hwloc_bitmap_alloc(), &hwloc_bitmap_free);
  std::vector<cpu_traits> traits;
  for (int kind = 0; kind < count; ++kind) {
    unsigned infos_count = 0;
    hwloc_info_s* infos = nullptr;
    int efficiency = -1;
    if (hwloc_cpukinds_get_info(machine, static_cast<unsigned>(kind), set.get(), &efficiency, &infos_count, &infos,
                                0) != 0 ||
        efficiency < 0) {
      return;
    }
    cpu_traits one{.type = "",
                   .capacity = info_of(infos, infos_count, "LinuxCapacity"),
                   .max_hz = 1e6 * info_of(infos, infos_count, "FrequencyMaxMHz"),
                   .rating = 1.0 + efficiency};
    for (unsigned i = 0; i < infos_count; ++i) {
      const std::string_view name = infos[i].name;
      const std::string_view value = infos[i].value;
      if (name == "CoreType") {
        one.type = value == "IntelCore" ? "core" : (value == "IntelAtom" ? "atom" : std::string(value));
      }
    }
    for (const std::size_t cpu : cpus_of(set.get())) {
      one.cpu = cpu;
      traits.push_back(one);
    }
  }
  found.kinds = kinds_of(traits);
}

#else

void add_kinds(hwloc_topology_t, topology&) {}  // kinds came with version 2.4

#endif

// Instances of one cache type, those of equal size together (efficiency cores bring their own).
void add_caches(hwloc_topology_t machine, hwloc_obj_type_t type, topology& found) {
  const auto first_of_type = static_cast<std::ptrdiff_t>(found.caches.size());
  for (hwloc_obj_t cache = hwloc_get_next_obj_by_type(machine, type, nullptr); cache != nullptr;
       cache = hwloc_get_next_obj_by_type(machine, type, cache)) {
    const auto& facts = cache->attr->cache;
    const auto known = std::find_if(found.caches.begin() + first_of_type, found.caches.end(),
                                    [&facts](const cache_level& one) { return one.bytes == facts.size; });
    if (known != found.caches.end()) {
      ++known->instances;
      known->sharers.push_back(cpus_of(cache->cpuset));
      continue;
    }
    const auto kind = facts.type == HWLOC_OBJ_CACHE_DATA          ? cache_kind::data
                      : facts.type == HWLOC_OBJ_CACHE_INSTRUCTION ? cache_kind::instruction
                                                                  : cache_kind::unified;
    found.caches.push_back({.level = facts.depth,
                            .kind = kind,
                            .bytes = static_cast<std::size_t>(facts.size),
                            .line_bytes = facts.linesize,
                            .instances = 1,
                            .shared_by = static_cast<std::size_t>(std::max(1, hwloc_bitmap_weight(cache->cpuset))),
                            .sharers = {cpus_of(cache->cpuset)}});
  }
}

}  // namespace

topology topology_from_hwloc() {
  topology found;
  hwloc_topology_t raw = nullptr;
  if (hwloc_topology_init(&raw) != 0) {
    return found;
  }
  const hwloc_handle machine(raw, &hwloc_topology_destroy);
  // The whole machine, also what a cpuset keeps from this process: what it may use is asked elsewhere.
  hwloc_topology_set_flags(raw, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
  // Instruction caches are left out unless asked for.
  hwloc_topology_set_icache_types_filter(raw, HWLOC_TYPE_FILTER_KEEP_ALL);
  if (hwloc_topology_load(raw) != 0) {
    return found;
  }
  found.packages = count(raw, HWLOC_OBJ_PACKAGE);
  found.numa_nodes = count(raw, HWLOC_OBJ_NUMANODE);
  found.cores = count(raw, HWLOC_OBJ_CORE);
  found.logical_cpus = count(raw, HWLOC_OBJ_PU);
  constexpr std::array types{HWLOC_OBJ_L1CACHE, HWLOC_OBJ_L1ICACHE, HWLOC_OBJ_L2CACHE, HWLOC_OBJ_L3CACHE,
                             HWLOC_OBJ_L4CACHE};
  for (const hwloc_obj_type_t type : types) {
    add_caches(raw, type, found);
  }
  add_cpus(raw, found);
  add_kinds(raw, found);
  found.source = "hwloc";
  return found;
}

}  // namespace calib::measure

#else

namespace calib::measure {

topology topology_from_hwloc() { return {}; }

}  // namespace calib::measure

#endif
