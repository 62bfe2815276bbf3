#include "measure/core_kind.hpp"

#include <gmock/gmock.h>

#include <numeric>

#include "fakes.hpp"

namespace calib::measure {
namespace {

using test::fake_files;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::size_t> first_cpus(std::size_t count) {
  std::vector<std::size_t> cpus(count);
  std::iota(cpus.begin(), cpus.end(), std::size_t{0});
  return cpus;
}

std::vector<core_kind> kinds_in(const fake_files& files, std::size_t count) {
  return kinds_of(traits_from_sysfs(files, first_cpus(count)));
}

std::vector<std::string> names(const std::vector<core_kind>& kinds) {
  std::vector<std::string> all;
  for (const core_kind& kind : kinds) {
    all.push_back(kind.name + " " + cpu_list(kind.cpus));
  }
  return all;
}

void set_clock(fake_files& files, std::size_t first, std::size_t last, int kilohertz) {
  for (std::size_t cpu = first; cpu <= last; ++cpu) {
    files.set("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cpufreq/cpuinfo_max_freq",
              std::to_string(kilohertz) + "\n");
  }
}

void set_capacity(fake_files& files, std::size_t first, std::size_t last, int capacity) {
  for (std::size_t cpu = first; cpu <= last; ++cpu) {
    files.set("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/cpu_capacity", std::to_string(capacity) + "\n");
  }
}

TEST(CoreKind, X86IsToldByTheFoldersOfItsKinds) {
  const fake_files files{{"/sys/devices/cpu_core/cpus", "0-15\n"}, {"/sys/devices/cpu_atom/cpus", "16-19\n"}};
  EXPECT_THAT(names(kinds_in(files, 20)), ElementsAre("performance 0-15", "efficiency 16-19"));
}

TEST(CoreKind, LowPowerCoresAreToldByTheirClockOrByAFolder) {
  fake_files files{{"/sys/devices/cpu_core/cpus", "0-11\n"}, {"/sys/devices/cpu_atom/cpus", "12-21\n"}};
  set_clock(files, 0, 11, 4'800'000);
  set_clock(files, 12, 19, 3'800'000);
  set_clock(files, 20, 21, 2'500'000);
  EXPECT_THAT(names(kinds_in(files, 22)), ElementsAre("performance 0-11", "efficiency 12-19", "low_power 20-21"));
  const fake_files folder{{"/sys/devices/cpu_core/cpus", "0-5\n"},
                          {"/sys/devices/cpu_atom/cpus", "6-13\n"},
                          {"/sys/devices/cpu_lowpower/cpus", "14-15\n"}};
  EXPECT_THAT(names(kinds_in(folder, 16)), ElementsAre("performance 0-5", "efficiency 6-13", "low_power 14-15"));
}

TEST(CoreKind, ThePerformanceTypeIsFirstEvenWithALowerClock) {
  fake_files files{{"/sys/devices/cpu_core/cpus", "4-7\n"}, {"/sys/devices/cpu_atom/cpus", "0-3\n"}};
  set_clock(files, 0, 3, 4'000'000);
  set_clock(files, 4, 7, 3'900'000);
  EXPECT_THAT(names(kinds_in(files, 8)), ElementsAre("performance 4-7", "efficiency 0-3"));
}

TEST(CoreKind, FavouredCoresAreOfTheKindOfTheirNeighbours) {
  fake_files clocks;
  set_clock(clocks, 0, 7, 5'500'000);
  set_clock(clocks, 2, 3, 5'800'000);
  EXPECT_THAT(kinds_in(clocks, 8), IsEmpty());
  fake_files ratings;  // each core has a rank of its own
  for (std::size_t cpu = 0; cpu < 16; ++cpu) {
    ratings.set("/sys/devices/system/cpu/cpu" + std::to_string(cpu) + "/acpi_cppc/highest_perf",
                std::to_string(236 - 5 * cpu) + "\n");
  }
  EXPECT_THAT(kinds_in(ratings, 16), IsEmpty());
}

TEST(CoreKind, CompactCoresOfOneTypeAreToldByTheirClock) {
  fake_files files;
  set_clock(files, 0, 3, 5'100'000);
  set_clock(files, 4, 11, 3'300'000);
  EXPECT_THAT(names(kinds_in(files, 12)), ElementsAre("performance 0-3", "efficiency 4-11"));
}

TEST(CoreKind, ArmIsToldByCapacityWithTheLittleCoresFirst) {
  fake_files files;
  set_capacity(files, 0, 3, 250);
  set_capacity(files, 4, 6, 744);
  set_capacity(files, 7, 7, 1024);
  EXPECT_THAT(names(kinds_in(files, 8)), ElementsAre("performance 7", "middle 4-6", "efficiency 0-3"));
  set_capacity(files, 4, 6, 1024);
  EXPECT_THAT(names(kinds_in(files, 8)), ElementsAre("performance 4-7", "efficiency 0-3"));
}

TEST(CoreKind, ArmPartsOfEqualCapacityAreDifferentKinds) {
  fake_files files;
  set_capacity(files, 0, 3, 1024);
  set_clock(files, 0, 1, 2'000'000);
  set_clock(files, 2, 3, 3'000'000);
  files.set("/proc/cpuinfo",
            "processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd05\n\n"
            "processor\t: 1\nCPU implementer\t: 0x41\nCPU part\t: 0xd05\n\n"
            "processor\t: 2\nCPU implementer\t: 0x41\nCPU part\t: 0xd0b\n\n"
            "processor\t: 3\nCPU implementer\t: 0x41\nCPU part\t: 0xd0b\n");
  EXPECT_THAT(names(kinds_in(files, 4)), ElementsAre("performance 2-3", "efficiency 0-1"));
}

TEST(CoreKind, ACapacityThatIsKnownOfSomeCpusHoldsForTheNextOnes) {
  fake_files files;
  set_capacity(files, 0, 0, 1024);
  set_capacity(files, 16, 16, 512);
  EXPECT_THAT(names(kinds_in(files, 20)), ElementsAre("performance 0-15", "efficiency 16-19"));
}

TEST(CoreKind, AnOrdinaryMachineHasNone) {
  EXPECT_THAT(kinds_in(fake_files{}, 4), IsEmpty());
  fake_files alike;
  set_capacity(alike, 0, 3, 1024);
  set_clock(alike, 0, 3, 3'000'000);
  EXPECT_THAT(kinds_in(alike, 4), IsEmpty());
  EXPECT_THAT(kinds_in(fake_files{}, 0), IsEmpty());
}

TEST(CoreKind, IsFoundByNameAndByNumber) {
  const std::vector<core_kind> kinds{{.name = "performance", .cpus = {0}}, {.name = "efficiency", .cpus = {1}}};
  EXPECT_EQ(find_kind(kinds, "efficiency"), &kinds[1]);
  EXPECT_EQ(find_kind(kinds, "0"), &kinds[0]);
  EXPECT_EQ(find_kind(kinds, "2"), nullptr);
  EXPECT_EQ(find_kind(kinds, ""), nullptr);
}

TEST(CoreKind, ListsOfCpusAreWrittenAsTheKernelDoes) {
  const std::vector<std::size_t> cpus{0, 1, 2, 5, 7, 8};
  EXPECT_EQ(cpu_list(cpus), "0-2,5,7-8");
  EXPECT_EQ(cpu_list({}), "");
  EXPECT_EQ(cpu_numbers(cpu_list(cpus)), cpus);
}

}  // namespace
}  // namespace calib::measure
