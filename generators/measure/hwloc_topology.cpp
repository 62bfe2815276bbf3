#include "measure/topology.hpp"

#if defined(CALIB_HAVE_HWLOC)

#include <hwloc.h>

#include <algorithm>
#include <array>
#include <memory>
#include <type_traits>

namespace calib::measure {
namespace {

using hwloc_handle = std::unique_ptr<std::remove_pointer_t<hwloc_topology_t>, decltype(&hwloc_topology_destroy)>;

std::size_t count(hwloc_topology_t machine, hwloc_obj_type_t type) {
  return static_cast<std::size_t>(std::max(0, hwloc_get_nbobjs_by_type(machine, type)));
}

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
                            .shared_by = static_cast<std::size_t>(std::max(1, hwloc_bitmap_weight(cache->cpuset)))});
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
  found.source = "hwloc";
  return found;
}

}  // namespace calib::measure

#else

namespace calib::measure {

topology topology_from_hwloc() { return {}; }

}  // namespace calib::measure

#endif
