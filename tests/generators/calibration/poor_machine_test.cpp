#include <gmock/gmock.h>

#include <cerrno>

#include "calibration/calibrate.hpp"
#include "made_up.hpp"
#include "measure/counters.hpp"
#include "profile_io/check.hpp"

// A calibration on machines that lack something ends with a valid profile, and says what was missing.
namespace calib::calibration {
namespace {

using measure::test::fake_files;
using testing::Contains;
using testing::HasSubstr;
using testing::SizeIs;

struct calibrated {
  profile_io::profile_data profile;
  std::string warnings;
};

calibrated calibrate_on(measure::environment seen, std::vector<unsigned> threads = {1}) {
  test::made_up_machine machine(std::move(seen));
  test::noting_listener listener;
  const std::atomic<bool> stop{false};
  request request = test::made_up_request(machine);
  request.threads = std::move(threads);
  calibrated got{calibrate(request, *machine, stop, listener).profile, listener.warnings};
  EXPECT_NO_THROW(profile_io::check(got.profile, "made up"));
  EXPECT_THAT(got.profile.tables, SizeIs(2));
  for (const auto& table : got.profile.tables) EXPECT_GT(table.error.count, 0U);
  return got;
}

TEST(PoorMachine, WithoutCountersNormalisesByTheCanaryClockAndSaysWhy) {
  const fake_files files{{"/proc/sys/kernel/perf_event_paranoid", "4\n"}};
  const auto refused = measure::open_cycle_counter(
      files, [](measure::hardware_event, int) { return measure::opened_event{.error_number = EACCES}; });
  ASSERT_FALSE(refused->available());
  measure::environment seen = test::known_machine();
  seen.counters_reason = refused->why_not();
  const calibrated got = calibrate_on(seen);
  EXPECT_THAT(got.profile.environment.at("counters"), HasSubstr("perf_event_paranoid"));
  for (const auto& table : got.profile.tables) {
    EXPECT_THAT(table.quality.flags, Contains("counters_unavailable"));
    EXPECT_NEAR(table.latency_s.front(), 1e-6, 1e-8);
  }
  EXPECT_EQ(got.warnings, "");  // an ordinary state of affairs: the profile says it, nobody is interrupted
}

TEST(PoorMachine, WithoutTopologyTakesOneCoreAndLargeCachesAndWarns) {
  measure::environment seen = test::known_machine();
  seen.machine = measure::topology_from_sysfs(fake_files{});
  const calibrated got = calibrate_on(seen);
  EXPECT_THAT(got.warnings, HasSubstr("the number of cores is unknown: one is taken to be there"));
  EXPECT_THAT(got.warnings, HasSubstr("the caches are unknown: the last level is taken to have 32 MiB"));
  EXPECT_EQ(got.profile.environment.at("topology"), "unknown");
  EXPECT_EQ(got.profile.machine.cores, 1U);
  EXPECT_TRUE(got.profile.machine.caches.empty());
}

TEST(PoorMachine, WithOneCoreMeasuresOneThreadAndLeavesOutTheRest) {
  measure::environment seen = test::known_machine();
  seen.machine.cores = seen.machine.logical_cpus = 1;
  const calibrated got = calibrate_on(seen, {1, 2});
  EXPECT_THAT(got.warnings, HasSubstr("made_up_2t_warm left out: "));
  EXPECT_THAT(got.profile.settings, SizeIs(1));
  EXPECT_EQ(got.profile.machine.cores, 1U);
  EXPECT_EQ(got.profile.theoretical.peaks.flops_per_s[static_cast<std::size_t>(precision::f32)],
            got.profile.settings[0].peaks.flops_per_s[static_cast<std::size_t>(precision::f32)]);
}

TEST(PoorMachine, WithLittleMemoryEndsItsGridsEarlierAndNamesThem) {
  measure::environment seen = test::known_machine();
  seen.memory_bytes = std::size_t{512} << 20U;
  seen.available_memory_bytes = std::size_t{400} << 20U;
  const calibrated got = calibrate_on(seen);
  EXPECT_THAT(got.warnings,
              HasSubstr("2 tables end at smaller shapes than planned, as larger ones need more than 200 MiB: "
                        "made_up_1t_warm dot f32, made_up_1t_warm dot f64; free some memory"));
  for (const auto& table : got.profile.tables) {
    EXPECT_EQ(table.axes[0].knots.back(), std::uint64_t{1} << 23U);
    EXPECT_THAT(table.quality.flags, Contains("little_memory"));
    EXPECT_THAT(table.quality.flags, testing::Not(Contains("incomplete")));
  }
}

TEST(PoorMachine, OfWhichNothingIsKnownIsMeasuredAllTheSame) {
  measure::environment_inputs nothing;
  nothing.counters_reason = "a container";
  const measure::environment seen = measure::gather_environment(fake_files{}, nothing);
  const calibrated got = calibrate_on(seen);
  EXPECT_THAT(got.warnings, HasSubstr("the free memory is unknown"));
  EXPECT_EQ(got.profile.machine.cpu, "unknown");
  EXPECT_GT(got.profile.tables[0].axes[0].knots.size(), 5U);  // an unknown peak cuts no grid
  EXPECT_GT(got.profile.settings[0].peaks.bandwidth_bytes_per_s, 0.0);
}

}  // namespace
}  // namespace calib::calibration
