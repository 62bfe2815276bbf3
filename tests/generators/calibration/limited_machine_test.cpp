#include <gmock/gmock.h>

#include <array>

#include "calibration/calibrate.hpp"
#include "calibration/limit_warnings.hpp"
#include "calibration/run_identity.hpp"
#include "made_up.hpp"
#include "profile_io/check.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/writer.hpp"
#include "usage_error.hpp"

// A calibration on machines of which a process may use a part, or whose cores differ.
namespace calib::calibration {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::ThrowsMessage;

constexpr std::size_t kib = 1024, mib = 1024 * kib;
constexpr auto f32_slot = static_cast<std::size_t>(precision::f32);

// Two performance cores of two threads, CPUs 0 to 3, and four efficiency cores, 4 to 7, that share one L2.
measure::environment hybrid() {
  measure::environment seen = test::known_machine();
  seen.cpu = {.vendor = "GenuineIntel", .model_name = "made up", .family = 6, .model = 0x97, .isa = {"avx2", "fma"}};
  measure::topology& machine = seen.machine;
  machine.cores = 6;
  machine.logical_cpus = 8;
  for (std::size_t cpu = 0; cpu < 8; ++cpu) {
    machine.cpus.push_back({.cpu = cpu, .core = cpu < 4 ? cpu / 2 : cpu - 2, .node = 0});
  }
  machine.caches = {{.level = 2, .bytes = 1280 * kib, .instances = 2, .shared_by = 2, .sharers = {{0, 1}, {2, 3}}},
                    {.level = 2, .bytes = 2 * mib, .instances = 1, .shared_by = 4, .sharers = {{4, 5, 6, 7}}},
                    {.level = 3, .bytes = 30 * mib, .shared_by = 8, .sharers = {{0, 1, 2, 3, 4, 5, 6, 7}}}};
  machine.kinds = {{.name = "performance", .cpus = {0, 1, 2, 3}}, {.name = "efficiency", .cpus = {4, 5, 6, 7}}};
  seen.allowed_cpus = {0, 1, 2, 3, 4, 5, 6, 7};
  return seen;
}

measure::environment two_nodes() {
  measure::environment seen = test::known_machine();
  seen.machine.numa_nodes = 2;
  seen.machine.cores = seen.machine.logical_cpus = 4;
  seen.machine.cpus = {{.cpu = 0, .core = 0, .node = 0},
                       {.cpu = 1, .core = 1, .node = 0},
                       {.cpu = 2, .core = 2, .node = 1},
                       {.cpu = 3, .core = 3, .node = 1}};
  seen.allowed_cpus = {0, 1, 2, 3};
  return seen;
}

struct calibrated {
  profile_io::profile_data profile;
  std::string warnings;
};

calibrated calibrate_on(test::made_up_machine& machine) {
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  calibrated got{calibrate(test::made_up_request(machine), *machine, stop, listener).profile, listener.warnings};
  EXPECT_EQ(profile_io::read_profile_text(profile_io::to_json(got.profile), "made up"), got.profile);
  return got;
}

TEST(LimitedMachine, OfSeveralKindsOfCoresIsMeasuredOnTheFastestAndSaysSo) {
  test::made_up_machine machine(hybrid());
  EXPECT_EQ((*machine).cores(), 2U);
  EXPECT_EQ((*machine).machine_cores(), 6U);
  EXPECT_THAT((*machine).cache_bytes(1), ElementsAre(1280 * kib, 30 * mib));
  EXPECT_THAT((*machine).cache_bytes(2), ElementsAre(2560 * kib, 30 * mib));
  const calibrated got = calibrate_on(machine);
  EXPECT_EQ(got.profile.settings.front().id, "made_up_1t_performance_warm");
  EXPECT_EQ(got.profile.settings.front().core_kind, "performance");
  EXPECT_EQ(got.profile.machine.cores, 6U);
  ASSERT_THAT(got.profile.machine.core_kinds, SizeIs(2));
  EXPECT_EQ(got.profile.machine.core_kinds[1], (profile_io::core_kind_data{.name = "efficiency", .cores = 4}));
  ASSERT_THAT(got.profile.machine.caches, SizeIs(2));
  EXPECT_EQ(got.profile.machine.caches[0].shared_by, 1U);  // by cores, whose threads share everything
  EXPECT_EQ(got.profile.machine.caches[1].shared_by, 6U);
  EXPECT_EQ(got.profile.measured_on.core_kind, "performance");
  EXPECT_EQ(got.profile.measured_on.cores, 2U);
  EXPECT_EQ(got.profile.measured_on.cpus, "0-7");
  EXPECT_THAT(got.profile.theoretical.source, HasSubstr("of the 2 performance cores"));
  EXPECT_DOUBLE_EQ(got.profile.theoretical.peaks.flops_per_s[f32_slot],
                   2 * got.profile.settings.front().peaks.flops_per_s[f32_slot]);
  EXPECT_EQ(got.warnings, "");
}

TEST(LimitedMachine, IsMeasuredOnTheKindOfCoresThatIsNamedWithItsPeaksAndCaches) {
  test::made_up_machine performance(hybrid());
  test::made_up_machine machine(hybrid(), "efficiency");
  EXPECT_EQ((*machine).cores(), 4U);
  EXPECT_THAT((*machine).cache_bytes(1), ElementsAre(2 * mib, 30 * mib));
  EXPECT_THAT((*machine).cache_bytes(4), ElementsAre(2 * mib, 30 * mib));
  EXPECT_DOUBLE_EQ((*machine).arithmetic_peaks(1).flops_per_s[f32_slot],
                   0.5 * (*performance).arithmetic_peaks(1).flops_per_s[f32_slot]);
  const calibrated got = calibrate_on(machine);
  EXPECT_EQ(got.profile.settings.front().id, "made_up_1t_efficiency_warm");
  EXPECT_EQ(got.profile.measured_on.core_kind, "efficiency");
  EXPECT_THAT(identity_of(test::made_up_request(machine), *machine), Contains(std::pair("core kind", "efficiency")));
}

TEST(LimitedMachine, RefusesAKindOfCoresThatThereIsNot) {
  EXPECT_THAT([] { test::made_up_machine machine(hybrid(), "fast"); },
              ThrowsMessage<usage_error>(HasSubstr("performance (CPUs 0-3), efficiency (CPUs 4-7)")));
  EXPECT_THAT([] { test::made_up_machine machine(two_nodes(), "performance"); },
              ThrowsMessage<usage_error>(HasSubstr("of one kind")));
}

TEST(LimitedMachine, WithOneKindOfCoresNamesItsSettingsWithoutIt) {
  test::made_up_machine machine(two_nodes());
  const calibrated got = calibrate_on(machine);
  EXPECT_EQ(got.profile.settings.front().id, "made_up_1t_warm");
  EXPECT_EQ(got.profile.settings.front().core_kind, "");
  EXPECT_THAT(got.profile.machine.core_kinds, IsEmpty());
  EXPECT_EQ(got.profile.machine.numa_nodes, 2U);
  EXPECT_EQ(got.profile.measured_on.numa_node, 1U);
  EXPECT_EQ(got.profile.measured_on.cores, 2U);
}

TEST(LimitedMachine, WarnsOfThreadsOnSeveralNodes) {
  test::made_up_machine machine(two_nodes());
  EXPECT_EQ((*machine).cores(), 2U);
  EXPECT_THAT(limit_warnings(*machine, std::array{2U}), IsEmpty());
  EXPECT_THAT(limit_warnings(*machine, std::array{1U, 3U}),
              ElementsAre(HasSubstr("3 threads are more than the 2 cores of NUMA node 1")));
}

TEST(LimitedMachine, WarnsOfAnAffinityAndWritesItDown) {
  measure::environment seen = two_nodes();
  seen.allowed_cpus = {2};
  test::made_up_machine machine(seen);
  EXPECT_EQ((*machine).cores(), 1U);
  const calibrated got = calibrate_on(machine);
  EXPECT_THAT(got.warnings, HasSubstr("this process may use 1 core (its affinity: CPUs 2) of the machine's 4"));
  EXPECT_EQ(got.profile.machine.cores, 4U);
  EXPECT_EQ(got.profile.measured_on.cores, 1U);
  EXPECT_EQ(got.profile.measured_on.cpus, "2");
}

TEST(LimitedMachine, ADatasheetOfAllCoresIsNotThatOfTheOneThatIsAllowed) {
  measure::environment seen = two_nodes();
  seen.allowed_cpus = {2};
  test::made_up_machine machine(seen);
  request what = test::made_up_request(machine);
  what.datasheet.flops_per_s[f32_slot] = 4e12;
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  const auto profile = calibrate(what, *machine, stop, listener).profile;
  EXPECT_EQ(profile.theoretical.peaks.flops_per_s[f32_slot], 4e12);
  EXPECT_LT(profile.settings.front().peaks.flops_per_s[f32_slot], 1e12);
}

TEST(LimitedMachine, WarnsOfAQuotaBelowWhatThreadsTake) {
  measure::environment seen = two_nodes();
  seen.cpu_quota = 1.5;
  test::made_up_machine machine(seen);
  EXPECT_EQ((*machine).cores(), 1U);
  EXPECT_THAT(limit_warnings(*machine, std::array{1U}), IsEmpty());
  EXPECT_THAT(limit_warnings(*machine, std::array{2U}),
              ElementsAre(AllOf(HasSubstr("the time of 1.5 CPUs, too little for 2 threads"),
                                HasSubstr("use --threads 1, or raise"))));
  seen.cpu_quota = 0.5;
  test::made_up_machine half(seen);
  const calibrated got = calibrate_on(half);
  EXPECT_THAT(got.warnings, HasSubstr("the time of 0.5 CPUs, too little for 1 thread"));
  EXPECT_EQ(got.profile.measured_on.cpu_quota, 0.5);
  EXPECT_THAT(got.profile.tables.front().quality.flags, Not(Contains("quota_throttled")));
}

// A control group that stops the process a little each time somebody looks.
class throttling_files final : public measure::file_reader {
 public:
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    if (path == "/proc/self/cgroup") return "0::/job\n";
    if (path != "/sys/fs/cgroup/job/cpu.stat") return std::nullopt;
    ++looks_;
    return "nr_throttled " + std::to_string(looks_) + "\nthrottled_usec " + std::to_string(1000 * looks_) + "\n";
  }

 private:
  mutable int looks_ = 0;
};

TEST(LimitedMachine, FlagsTablesThatAQuotaStopped) {
  test::made_up_machine machine(test::known_machine(), {}, std::make_unique<throttling_files>());
  const calibrated got = calibrate_on(machine);
  for (const auto& table : got.profile.tables) EXPECT_THAT(table.quality.flags, Contains("quota_throttled"));
  EXPECT_THAT(got.warnings, HasSubstr("the CPU quota of a control group stopped this process in "));
  EXPECT_THAT(got.profile.environment.at("quota_throttling_1t_warm"), HasSubstr(" periods, for "));
}

}  // namespace
}  // namespace calib::calibration
