// What a run keeps, and goes on from.
#include <gtest/gtest.h>

#include <vector>

#include "fakes.hpp"
#include "measure/error.hpp"
#include "measure/grade.hpp"
#include "measure/rounds.hpp"

namespace calib::measure {
namespace {

using test::bench;
using test::fake_workload;
using test::recorder;

TEST(RunState, AnInterruptedRunKeepsItsWork) {
  bench b;
  const fake_workload one("one", b.clock, 1e-3);
  const fake_workload two("two", b.clock, 1e-3);
  recorder seen;
  seen.then = [&b, &seen] { b.stop = seen.samples.size() >= 9; };
  const run_result done = b.run({&one, &two}, seen);
  EXPECT_EQ(done.ended, run_end::interrupted);
  EXPECT_EQ(done.results[0].accepted + done.results[1].accepted, 9U);
  EXPECT_EQ(done.results[0].ended, series_end::interrupted);
  EXPECT_NEAR(done.results[0].wall.median, 1e-3, 1e-12);
  EXPECT_NEAR(done.results[1].normalised.median, 1e-3, 1e-12);
  EXPECT_EQ(done.state.rounds.size(), 1U);
}

TEST(RunState, ShortRoundsAreNotAllCheckpointsButTheFirstAndTheLastAre) {
  bench b;
  b.options.min_round_s = 0.0;
  const fake_workload work("w", b.clock, 1e-3);
  recorder seen;
  const run_result done = b.run({&work}, seen);
  EXPECT_EQ(done.state.rounds.size(), 7U);
  EXPECT_EQ(seen.checkpoints, 2);
  EXPECT_EQ(seen.rounds.size(), 7U);
}

TEST(RunState, LongRoundsHaveCheckpointsWithin) {
  bench b;
  b.options.time_budget_s = 1000.0;
  const fake_workload one("one", b.clock, 6.0);
  const fake_workload two("two", b.clock, 6.0);
  run_state halfway;
  struct keeper final : observer {
    explicit keeper(run_state& to) : state(to) {}
    void on_checkpoint(const run_view& so_far) override {
      if (++checkpoints != 1) {
        return;
      }
      for (const series& each : so_far.all) {
        state.series.push_back(each.state());
      }
      state.rounds.assign(so_far.rounds.begin(), so_far.rounds.end());
      state.elapsed_s = so_far.elapsed_s;
    }
    run_state& state;
    int checkpoints = 0;
  } watcher(halfway);
  (void)b.run({&one, &two}, watcher);
  EXPECT_GT(watcher.checkpoints, 3);
  ASSERT_EQ(halfway.rounds.size(), 1U);
  EXPECT_EQ(halfway.rounds[0].samples, 1U);  // the round has two
  EXPECT_DOUBLE_EQ(halfway.rounds[0].end.clock_hz, 2e9);
  const run_result done = b.run({&one, &two}, b.nobody, halfway);
  EXPECT_EQ(done.results[0].accepted, 6U);
  EXPECT_EQ(done.results[1].accepted, 6U);
}

TEST(RunState, AnInterruptedRunGoesOnFromItsState) {
  bench b;
  const fake_workload one("one", b.clock, 1e-3);
  const fake_workload two("two", b.clock, 1e-3);
  recorder seen;
  seen.then = [&b, &seen] { b.stop = seen.samples.size() == 9; };
  run_result begun = b.run({&one, &two}, seen);
  ASSERT_EQ(begun.ended, run_end::interrupted);
  b.stop = false;
  const double before_s = begun.state.elapsed_s;
  const run_result done = b.run({&one, &two}, seen, std::move(begun.state));
  EXPECT_EQ(seen.samples.size(), 14U);  // five more: none is taken twice
  EXPECT_EQ(done.ended, run_end::enough_ended);
  EXPECT_EQ(done.results[0].accepted, 7U);
  EXPECT_EQ(done.results[1].accepted, 7U);
  EXPECT_NEAR(done.results[0].normalised.median, 1e-3, 1e-12);
  ASSERT_EQ(done.state.rounds.size(), 2U);
  EXPECT_EQ(done.state.series[0].samples.back().round + done.state.series[1].samples.back().round, 2U);
  EXPECT_GT(done.state.elapsed_s, before_s);
}

TEST(RunState, ALaterLaunchMeasuresAllAgainALittle) {
  bench b;
  fake_workload work("w", b.clock, 1e-3);
  run_result first = b.run({&work});
  EXPECT_FALSE(first.results[0].between_launches.has_value());
  b.options.launch = 1;
  work.factor = [] { return 1.25; };
  const run_result second = b.run({&work}, b.nobody, std::move(first.state));
  ASSERT_TRUE(second.results[0].between_launches.has_value());
  EXPECT_NEAR(*second.results[0].between_launches, 0.2, 1e-9);  // 1 ms before, 1.25 ms now
  EXPECT_GE(second.results[0].accepted, 7U + 3U);
  EXPECT_EQ(second.state.series[0].samples.back().launch, 1U);
  const std::vector<result> tables{second.results[0]};
  EXPECT_NEAR(grade_input_of(tables).between_launches, 0.2, 1e-9);
}

TEST(RunState, ARunThatHasEndedIsNotMeasuredAgain) {
  bench b;
  const fake_workload work("w", b.clock, 1e-3);
  fake_workload failing("failing", b.clock, 1e-3);
  failing.fail_to_prepare = true;
  run_result first = b.run({&work, &failing});
  const std::size_t calls = work.calls;
  const run_result again = b.run({&work, &failing}, b.nobody, first.state);
  EXPECT_EQ(work.calls, calls);
  EXPECT_EQ(again.results[0].ended, series_end::converged);
  EXPECT_DOUBLE_EQ(again.results[0].wall.median, first.results[0].wall.median);
  EXPECT_DOUBLE_EQ(again.sustained_clock_hz, first.sustained_clock_hz);
  EXPECT_EQ(again.results[1].message, "no memory for the operands");
  EXPECT_EQ(failing.prepared_times, 1);
}

TEST(RunState, AStateOfOtherWorkloadsIsRefused) {
  bench b;
  const fake_workload work("w", b.clock, 1e-3);
  EXPECT_THROW((void)b.run({&work}, b.nobody, {.series = std::vector<series_state>(2), .rounds = {}}), error);
}

TEST(RunState, AStopBeforeTheStartMeasuresNothing) {
  bench b;
  b.stop = true;
  const fake_workload work("w", b.clock, 1e-3);
  const run_result done = b.run({&work});
  EXPECT_EQ(done.ended, run_end::interrupted);
  EXPECT_TRUE(done.state.rounds.empty());
}

}  // namespace
}  // namespace calib::measure
