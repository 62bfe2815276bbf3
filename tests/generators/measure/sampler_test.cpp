#include "measure/sampler.hpp"

#include <gtest/gtest.h>

#include "fakes.hpp"

namespace calib::measure {
namespace {

using test::bench;
using test::fake_workload;
using test::recorder;

TEST(Sampler, TheTimerIsTakenOffEverySample) {
  bench b;
  b.clock.read_cost_ns = 50;
  const fake_workload work("w", b.clock, 1e-3);
  EXPECT_NEAR(b.run({&work}).results[0].wall.median, 1e-3, 1e-12);
}

TEST(Sampler, TimeIsNormalisedByTheClockAroundEachSample) {
  // The machine alternates between 2 and 1 GHz and the work takes a fixed number of cycles.
  bench b;
  b.options.stop.min_samples = 21;
  fake_workload work("w", b.clock, 1e-3);
  work.factor = [&b] { return 2e9 / b.machine.hz; };
  recorder seen;
  seen.then = [&b, &seen] { b.machine.hz = seen.samples.size() % 3 == 0 ? 1e9 : 2e9; };
  const run_result done = b.run({&work}, seen);
  const result& only = done.results[0];
  EXPECT_DOUBLE_EQ(done.sustained_clock_hz, 2e9);
  EXPECT_NEAR(only.normalised.median, 1e-3, 1e-12);
  EXPECT_NEAR(only.normalised.relative_half_width(), 0.0, 1e-9);
  EXPECT_NEAR(seen.samples[3].wall_s, 2e-3, 1e-12);
  EXPECT_NEAR(seen.samples[3].cycles(), 2e6, 1.0);
}

TEST(Sampler, CountedCyclesReplaceTheClockWhereCountersWork) {
  bench b;
  b.counter.counted = counts{.user_cycles = 3e6, .user_instructions = 5e6};
  const fake_workload work("w", b.clock, 1e-3);
  recorder seen;
  const run_result done = b.run({&work}, seen);
  EXPECT_NEAR(done.results[0].normalised.median, 3e6 / 2e9, 1e-12);
  EXPECT_NEAR(done.results[0].wall.median, 1e-3, 1e-12);
  EXPECT_DOUBLE_EQ(seen.samples[0].seen.user_instructions.value(), 5e6);
}

TEST(Sampler, CountsOfOneThreadSayNothingAboutSeveral) {
  bench b;
  b.options.several_threads = true;
  b.counter.counted = counts{.user_cycles = 3e6, .user_instructions = 5e6};
  b.thread.spoil = [](evidence& seen) { seen.thread_cpu_s = 0.0; };
  const fake_workload work("w", b.clock, 1e-3);
  const run_result done = b.run({&work});
  EXPECT_NEAR(done.results[0].normalised.median, 1e-3, 1e-12);
  EXPECT_EQ(done.results[0].rejected, 0U);
}

TEST(Sampler, WaitsForASiblingThatComesAndGoes) {
  bench b;
  // Busy for 3 ms of every 4, and then the work takes half as long again.
  const auto busy = [&b] { return b.clock.now_ns() % 4'000'000 < 3'000'000; };
  b.machine.sibling = [&busy] { return busy() ? 1.5 : 1.0; };
  fake_workload work("gemm", b.clock, 1e-6);
  work.factor = [&busy] { return busy() ? 1.5 : 1.0; };
  const run_result done = b.run({&work});
  EXPECT_EQ(done.results[0].ended, series_end::converged);
  EXPECT_EQ(done.results[0].wall.median, 1e-6);
  EXPECT_LT(done.results[0].rejected, done.results[0].accepted);
}

TEST(Sampler, ASiblingThatNeverSleepsLeavesSamplesAsTheyAre) {
  bench b;
  b.machine.sibling = [] { return 1.5; };
  const fake_workload work("gemm", b.clock, 1e-6);
  EXPECT_EQ(b.run({&work}).results[0].ended, series_end::converged);
}

TEST(Sampler, WarmSamplesFollowAnUntimedCallAndColdOnesAFlush) {
  bench warm;
  const fake_workload a("a", warm.clock, 1e-3);
  (void)warm.run({&a});
  EXPECT_EQ(a.calls, 2U + 7U * 2U);  // two to choose the batch, then one warm and one timed each

  bench cold;
  int flushes = 0;
  cold.options.cache = cache_state::cold;
  cold.options.flush = [&flushes] { ++flushes; };
  const fake_workload c("c", cold.clock, 1e-6);
  const run_result done = cold.run({&c});
  EXPECT_EQ(done.results[0].batch, 1U);
  EXPECT_EQ(flushes, 7);
}

TEST(Sampler, OperandsInASharedCacheAreSettledBeforeASample) {
  // A busy neighbour empties the cache between samples; each call brings a third of what is missing back.
  bench b;
  b.options.warm_up.own_cache_bytes = 1'000'000;
  fake_workload large("large", b.clock, 1e-4, 1'000'001), small("small", b.clock, 1e-4, 1'000'000);
  double missing = 1.0;
  large.factor = small.factor = [&missing] {
    const double slowdown = 1.0 + missing;
    missing *= 2.0 / 3.0;
    return slowdown;
  };
  recorder seen;
  seen.then = [&missing] { missing = 1.0; };
  const run_result done = b.run({&large, &small}, seen);
  EXPECT_LT(done.results[0].wall.median, 1.05e-4);
  EXPECT_GT(done.results[1].wall.median, 1.5e-4) << "a core's own cache is nobody else's";
}

TEST(Sampler, SettlingEndsWhereItTakesTooLong) {
  bench b;
  b.options.warm_up.own_cache_bytes = 1'000'000;
  b.options.time_budget_s = 1.0;
  fake_workload work("w", b.clock, 4e-3, 10'000'000);
  double share = 1.0;
  work.factor = [&share] { return share *= 0.97; };  // gets faster for ever
  recorder seen;
  seen.then = [&share] { share = 1.0; };
  const std::size_t samples = b.run({&work}, seen).results[0].accepted;
  // Two calls choose the batch; each sample is three of nearly 4 ms to settle, one to warm up and one timed.
  EXPECT_EQ(work.calls, 2U + samples * 5U);
}

TEST(Sampler, LongCallsOfOperandsBeyondTheCachesAreNotWarmedUp) {
  bench b;
  b.options.warm_up.last_level_cache_bytes = 100;
  const fake_workload beyond("beyond", b.clock, 20e-3, 200);
  const fake_workload within("within", b.clock, 20e-3, 150);
  const run_result done = b.run({&beyond, &within});
  EXPECT_EQ(beyond.calls, 1U + 6U);
  EXPECT_EQ(within.calls, 1U + 6U * 2U);
  for (const result& one : done.results) {
    EXPECT_EQ(one.ended, series_end::converged);
    EXPECT_EQ(one.accepted, 6U);
    EXPECT_GE(one.wall.coverage, 0.95);
  }
}

TEST(Sampler, RotatingWorkloadsAreColdWithoutAFlushAndKeepTheirBatch) {
  bench b;
  b.options.cache = cache_state::cold;
  const fake_workload work("w", b.clock, 1e-6);
  EXPECT_EQ(b.run({&work}).results[0].batch, 100U);
}

}  // namespace
}  // namespace calib::measure
