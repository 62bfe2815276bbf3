#include "measure/topology.hpp"

#include <gtest/gtest.h>

#include <string>

#include "fakes.hpp"

namespace calib::measure {
namespace {

using test::fake_files;

void add_cache(fake_files& files, int cpu, int index, const std::string& level, const std::string& type,
               const std::string& size, const std::string& sharers) {
  const std::string folder =
      "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cache/index" + std::to_string(index) + "/";
  files.set(folder + "level", level + "\n");
  files.set(folder + "type", type + "\n");
  files.set(folder + "size", size + "\n");
  files.set(folder + "shared_cpu_list", sharers + "\n");
  files.set(folder + "coherency_line_size", "64\n");
}

// Two cores with two threads each: CPUs 0 and 2 are one core, 1 and 3 the other.
fake_files two_cores() {
  fake_files files;
  files.set("/sys/devices/system/cpu/online", "0-3\n");
  files.set("/sys/devices/system/node/online", "0\n");
  for (int cpu = 0; cpu < 4; ++cpu) {
    const std::string folder = "/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/topology/";
    files.set(folder + "physical_package_id", "0\n");
    files.set(folder + "core_id", std::to_string(cpu % 2) + "\n");
    const std::string pair = cpu % 2 == 0 ? "0,2" : "1,3";
    add_cache(files, cpu, 0, "1", "Data", "32K", pair);
    add_cache(files, cpu, 1, "1", "Instruction", "64K", pair);
    add_cache(files, cpu, 2, "2", "Unified", "512K", pair);
    add_cache(files, cpu, 3, "3", "Unified", "16M", "0-3");
  }
  return files;
}

TEST(Topology, SysfsGivesCoresAndCaches) {
  const topology found = topology_from_sysfs(two_cores());
  EXPECT_EQ(found.source, "sysfs");
  EXPECT_EQ(found.packages, 1U);
  EXPECT_EQ(found.numa_nodes, 1U);
  EXPECT_EQ(found.cores, 2U);
  EXPECT_EQ(found.logical_cpus, 4U);
  ASSERT_EQ(found.caches.size(), 4U);
  EXPECT_EQ(found.caches[0].kind, cache_kind::data);
  EXPECT_EQ(found.caches[0].bytes, 32U * 1024U);
  EXPECT_EQ(found.caches[0].instances, 2U);
  EXPECT_EQ(found.caches[0].shared_by, 2U);
  EXPECT_EQ(found.caches[0].line_bytes, 64U);
  EXPECT_EQ(found.caches[1].kind, cache_kind::instruction);
  EXPECT_EQ(found.caches[3].bytes, 16U << 20U);
  EXPECT_EQ(found.caches[3].instances, 1U);
  EXPECT_EQ(found.caches[3].shared_by, 4U);
  EXPECT_EQ(found.last_level_bytes(), 16U << 20U);
}

TEST(Topology, OneCoreWithoutCacheFilesIsStillAMachine) {
  const topology found = topology_from_sysfs(fake_files{{"/sys/devices/system/cpu/online", "0\n"}});
  EXPECT_EQ(found.logical_cpus, 1U);
  EXPECT_EQ(found.cores, 0U);
  EXPECT_TRUE(found.caches.empty());
  EXPECT_EQ(found.last_level_bytes(), 0U);
}

TEST(Topology, WithoutSysEverythingIsUnknown) {
  const topology found = topology_from_sysfs(fake_files{});
  EXPECT_EQ(found.source, "unknown");
  EXPECT_EQ(found.logical_cpus, 0U);
}

TEST(Topology, ACorruptCpuListIsUnknownNotEndless) {
  for (const char* list : {"0-99999999999", "x", "3-1x,", "-", "0-18446744073709551615"}) {
    EXPECT_LE(topology_from_sysfs(fake_files{{"/sys/devices/system/cpu/online", list}}).logical_cpus, 4U) << list;
  }
}

TEST(Topology, APartHasTheCoresAndTheCachesThatItsCpusReach) {
  fake_files files = two_cores();
  add_cache(files, 1, 2, "2", "Unified", "2M", "1,3");  // the second core is of another kind
  add_cache(files, 3, 2, "2", "Unified", "2M", "1,3");
  files.set("/sys/devices/cpu_core/cpus", "1,3\n");
  files.set("/sys/devices/cpu_atom/cpus", "0,2\n");
  const topology whole = topology_from_sysfs(files);
  ASSERT_EQ(whole.caches.size(), 5U);
  ASSERT_EQ(whole.kinds.size(), 2U);
  EXPECT_EQ(whole.kinds[0].cpus, (std::vector<std::size_t>{1, 3}));
  const std::vector<std::size_t> cpus{3};
  const topology part = whole.part(cpus);
  EXPECT_EQ(part.cores, 1U);
  EXPECT_EQ(part.logical_cpus, 1U);
  ASSERT_EQ(part.kinds.size(), 1U);
  ASSERT_EQ(part.caches.size(), 4U);
  EXPECT_EQ(part.caches[0].instances, 1U);
  EXPECT_EQ(part.caches[2].bytes, 2U << 20U);
  EXPECT_EQ(part.caches[2].instances, 1U);
  EXPECT_EQ(part.caches[2].shared_by, 2U);
  EXPECT_EQ(whole.part({}).cores, 2U);
}

TEST(Topology, CpusKnowTheirCoreAndTheirNode) {
  fake_files files = two_cores();
  files.set("/sys/devices/system/node/online", "0-1\n");
  files.set("/sys/devices/system/node/node0/cpulist", "0,2\n");
  files.set("/sys/devices/system/node/node1/cpulist", "1,3\n");
  const topology found = topology_from_sysfs(files);
  EXPECT_EQ(found.numa_nodes, 2U);
  EXPECT_EQ(found.cpus, (std::vector<cpu_place>{{.cpu = 0, .core = 0, .node = 0},
                                                {.cpu = 1, .core = 1, .node = 1},
                                                {.cpu = 2, .core = 0, .node = 0},
                                                {.cpu = 3, .core = 1, .node = 1}}));
}

TEST(Topology, ThisMachineHasPlacesForItsCpus) {
  const topology found = discover_topology(system_files{});
  if (found.cores == 0) {
    GTEST_SKIP() << "neither hwloc nor /sys tells";
  }
  EXPECT_EQ(found.cpus.size(), found.logical_cpus);
  for (const cache_level& cache : found.caches) {
    EXPECT_EQ(cache.sharers.size(), cache.instances);
  }
}

TEST(Topology, TheLastLevelIgnoresInstructionCaches) {
  topology found;
  found.caches = {{.level = 2, .kind = cache_kind::unified, .bytes = 100},
                  {.level = 3, .kind = cache_kind::instruction, .bytes = 999}};
  EXPECT_EQ(found.last_level_bytes(), 100U);
}

TEST(Topology, DiscoveryFallsBackWhereHwlocIsSilent) {
  const topology found = discover_topology(two_cores());
  EXPECT_TRUE(found.source == "hwloc" || found.source == "sysfs");
  EXPECT_GE(found.cores, 1U);
  EXPECT_FALSE(found.caches.empty());
}

TEST(Files, CpuListsAreCounted) {
  EXPECT_EQ(cpu_numbers("0-3,8,10-11\n"), (std::vector<std::size_t>{0, 1, 2, 3, 8, 10, 11}));
  EXPECT_EQ(cpu_numbers("5"), std::vector<std::size_t>{5});
  EXPECT_TRUE(cpu_numbers("").empty());
  EXPECT_TRUE(cpu_numbers("3-1").empty());
  EXPECT_TRUE(cpu_numbers("a").empty());
  EXPECT_TRUE(cpu_numbers("0-4000000000").empty()) << "a corrupt file must not fill memory";
}

TEST(Files, FieldsNumbersAndWords) {
  EXPECT_EQ(field("a : 1\nbb\t: two words \n", "bb").value(), "two words");
  EXPECT_EQ(field("NAME=\"x\"\n", "NAME", '=').value(), "\"x\"");
  EXPECT_FALSE(field("a : 1\n", "b").has_value());
  EXPECT_EQ(leading_number("42 kB").value(), 42U);
  EXPECT_FALSE(leading_number("kB").has_value());
  EXPECT_FALSE(leading_number("99999999999999999999999").has_value());
  EXPECT_EQ(words("  a b\tc\n").size(), 3U);
  EXPECT_TRUE(words(" \n").empty());
  EXPECT_FALSE(system_files{}.read("/nonexistent/file").has_value());
}

}  // namespace
}  // namespace calib::measure
