#include "measure/cpu_choice.hpp"

#include <gmock/gmock.h>

#include "fakes.hpp"
#include "measure/error.hpp"

namespace calib::measure {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::ThrowsMessage;

std::vector<std::size_t> range(std::size_t first, std::size_t last) {
  std::vector<std::size_t> cpus;
  for (std::size_t cpu = first; cpu <= last; ++cpu) {
    cpus.push_back(cpu);
  }
  return cpus;
}

// Eight performance cores with two threads each, CPUs 0 to 15, and four efficiency cores, 16 to 19.
topology hybrid() {
  topology machine;
  machine.numa_nodes = 1;
  machine.cores = 12;
  for (const std::size_t cpu : range(0, 19)) {
    machine.cpus.push_back({.cpu = cpu, .core = cpu < 16 ? cpu / 2 : cpu - 8, .node = 0});
  }
  machine.kinds = {{.name = "performance", .cpus = range(0, 15)}, {.name = "efficiency", .cpus = range(16, 19)}};
  return machine;
}

// Two nodes of four cores each, CPUs 0 to 3 and 4 to 7.
topology two_nodes() {
  topology machine;
  machine.numa_nodes = 2;
  machine.cores = 8;
  for (const std::size_t cpu : range(0, 7)) {
    machine.cpus.push_back({.cpu = cpu, .core = cpu, .node = cpu / 4});
  }
  return machine;
}

TEST(CpuChoice, IsThePerformanceCoresOfAHybridMachineOneCpuEach) {
  const cpu_choice choice = choose_cpus(hybrid(), {.cpus = range(0, 19), .nodes = {}});
  EXPECT_EQ(choice.kind, "performance");
  EXPECT_EQ(choice.measuring_cpu(), 15U);
  EXPECT_THAT(choice.cpus, ElementsAre(1, 3, 5, 7, 9, 11, 13, 15));
  EXPECT_THAT(choice.for_threads(2), ElementsAre(13, 15));
  EXPECT_EQ(choice.all, 8U);
  EXPECT_FALSE(choice.node.has_value());
}

TEST(CpuChoice, TakesAPerformanceCoreOfAMachineThatSaysLittleElse) {
  const cpu_limits limits{.cpus = range(0, 19), .nodes = {}};
  const test::fake_files x86{{"/sys/devices/system/cpu/online", "0-19\n"},
                             {"/sys/devices/cpu_core/cpus", "0-15\n"},
                             {"/sys/devices/cpu_atom/cpus", "16-19\n"}};
  test::fake_files arm{{"/sys/devices/system/cpu/online", "0-19\n"}};
  for (const std::size_t cpu : limits.cpus) {
    arm.set("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cpu_capacity", cpu < 16 ? "1024\n" : "512\n");
  }
  for (const test::fake_files& files : {x86, arm}) {
    const cpu_choice choice = choose_cpus(topology_from_sysfs(files), limits);
    EXPECT_EQ(choice.measuring_cpu(), 15U);
    EXPECT_EQ(choice.kind, "performance");
  }
}

TEST(CpuChoice, IsAnotherKindByNameOrNumber) {
  for (const char* kind : {"efficiency", "1"}) {
    const cpu_choice choice = choose_cpus(hybrid(), {.cpus = range(0, 19), .nodes = {}}, kind);
    EXPECT_EQ(choice.kind, "efficiency");
    EXPECT_THAT(choice.cpus, ElementsAre(16, 17, 18, 19));
    EXPECT_EQ(choice.all, 4U);
  }
}

TEST(CpuChoice, IsTheFastestKindThatIsAllowed) {
  const cpu_choice choice = choose_cpus(hybrid(), {.cpus = {17, 18}, .nodes = {}});
  EXPECT_EQ(choice.kind, "efficiency");
  EXPECT_THAT(choice.cpus, ElementsAre(17, 18));
}

TEST(CpuChoice, RefusesKindsThatThereAreNotOrThatAreNotAllowed) {
  const auto choosing = [](const topology& machine, const cpu_limits& limits, const char* kind) {
    return [=] { static_cast<void>(choose_cpus(machine, limits, kind)); };
  };
  EXPECT_THAT(choosing(hybrid(), {.cpus = range(0, 19), .nodes = {}}, "medium"),
              ThrowsMessage<error>(HasSubstr("there is no such kind of cores; name one of performance (CPUs 0-15), "
                                             "efficiency (CPUs 16-19)")));
  EXPECT_THAT(choosing(hybrid(), {.cpus = {17}, .nodes = {}}, "performance"),
              ThrowsMessage<error>(HasSubstr("this process may use CPUs 17 only")));
  EXPECT_THAT(choosing(two_nodes(), {}, "performance"), ThrowsMessage<error>(HasSubstr("of one kind")));
}

TEST(CpuChoice, CountsCoresNotThreadsWithinTheAffinity) {
  const cpu_choice siblings = choose_cpus(hybrid(), {.cpus = {4, 5}, .nodes = {}});
  EXPECT_THAT(siblings.cpus, ElementsAre(5));
  EXPECT_EQ(siblings.all, 1U);
  EXPECT_EQ(siblings.cores, 1U);
}

TEST(CpuChoice, StaysOnTheNodeWithMostAllowedCores) {
  const cpu_choice whole = choose_cpus(two_nodes(), {.cpus = range(0, 7), .nodes = {0, 1}});
  EXPECT_EQ(whole.node, 1U);
  EXPECT_THAT(whole.cpus, ElementsAre(0, 1, 2, 3, 4, 5, 6, 7));
  EXPECT_THAT(whole.for_threads(3), ElementsAre(5, 6, 7));
  EXPECT_EQ(whole.all, 4U);
  EXPECT_EQ(whole.cores, 8U);
  const cpu_choice lopsided = choose_cpus(two_nodes(), {.cpus = {0, 1, 2, 7}, .nodes = {0, 1}});
  EXPECT_EQ(lopsided.node, 0U);
  EXPECT_EQ(lopsided.measuring_cpu(), 2U);
  EXPECT_EQ(lopsided.all, 3U);
  EXPECT_THAT(lopsided.for_threads(4), ElementsAre(7, 0, 1, 2));
}

TEST(CpuChoice, PrefersANodeWhoseMemoryMayBeUsed) {
  const cpu_choice choice = choose_cpus(two_nodes(), {.cpus = range(0, 7), .nodes = {0}});
  EXPECT_EQ(choice.node, 0U);
  EXPECT_EQ(choice.measuring_cpu(), 3U);
}

TEST(CpuChoice, AllIsTheQuotaRoundedDownAtLeastOne) {
  const auto all = [](double quota) { return choose_cpus(two_nodes(), {.cpus = {}, .nodes = {}, .quota = quota}).all; };
  EXPECT_EQ(all(0.5), 1U);
  EXPECT_EQ(all(1.5), 1U);
  EXPECT_EQ(all(2), 2U);
  EXPECT_EQ(all(1.99999), 2U);
  EXPECT_EQ(all(100), 4U);
}

TEST(CpuChoice, OfAMachineOfWhichLittleIsKnownIsLittle) {
  EXPECT_EQ(choose_cpus({}, {}).all, 1U);
  EXPECT_THAT(choose_cpus({}, {}).cpus, IsEmpty());
  topology counted;
  counted.cores = 8;
  EXPECT_EQ(choose_cpus(counted, {}).all, 8U);
  EXPECT_EQ(choose_cpus(counted, {.cpus = {3, 4}, .nodes = {}}).all, 2U);
  EXPECT_EQ(choose_cpus(two_nodes(), {.cpus = {99}, .nodes = {}}).cores, 8U) << "numbers that do not fit together";
}

}  // namespace
}  // namespace calib::measure
