#include "measure/clock.hpp"

#include <gtest/gtest.h>

#include "fakes.hpp"

namespace calib::measure {
namespace {

TEST(Clock, SecondsBetweenCountsNanoseconds) {
  EXPECT_DOUBLE_EQ(seconds_between(1'000, 1'000'001'000), 1.0);
  EXPECT_DOUBLE_EQ(seconds_between(5, 5), 0.0);
}

TEST(Clock, TimerCostIsWhatTwoReadingsDifferBy) {
  test::fake_clock clock;
  clock.read_cost_ns = 40;
  const timer_cost cost = estimate_timer_cost(clock);
  EXPECT_DOUBLE_EQ(cost.overhead_s, 40e-9);
  EXPECT_DOUBLE_EQ(cost.resolution_s, 40e-9);
}

TEST(Clock, AClockThatStandsStillIsFreeButNotInfinitelyFine) {
  test::fake_clock clock;
  const timer_cost cost = estimate_timer_cost(clock);
  EXPECT_DOUBLE_EQ(cost.overhead_s, 0.0);
  EXPECT_DOUBLE_EQ(cost.resolution_s, 1e-9);
}

TEST(Clock, TheSteadyClockNeverRunsBackwards) {
  steady_clock_source clock;
  std::int64_t last = clock.now_ns();
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t now = clock.now_ns();
    ASSERT_GE(now, last);
    last = now;
  }
}

TEST(Clock, CpuTimeOfAThreadGrowsWithWork) {
  const double before = thread_cpu_seconds();
  volatile unsigned sink = 0;
  for (unsigned i = 0; i < 1'000'000; ++i) {
    sink = sink + i;
  }
  EXPECT_GT(thread_cpu_seconds(), before);
}

}  // namespace
}  // namespace calib::measure
