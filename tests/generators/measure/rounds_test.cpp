#include "measure/rounds.hpp"

#include <gtest/gtest.h>

#include <new>
#include <set>
#include <string>
#include <vector>

#include "fakes.hpp"
#include "measure/error.hpp"

namespace calib::measure {
namespace {

using test::bench;
using test::fake_workload;
using test::many_workloads;
using test::recorder;

TEST(Rounds, AConstantWorkloadConvergesToItsTime) {
  bench b;
  const fake_workload work("gemm", b.clock, 1e-6);
  const run_result done = b.run({&work});
  ASSERT_EQ(done.results.size(), 1U);
  const result& only = done.results[0];
  EXPECT_EQ(only.label, "gemm");
  EXPECT_EQ(only.ended, series_end::converged);
  EXPECT_EQ(only.batch, 100U);
  EXPECT_EQ(only.accepted, 7U);
  EXPECT_EQ(only.rejected, 0U);
  EXPECT_NEAR(only.wall.median, 1e-6, 1e-15);
  EXPECT_NEAR(only.normalised.median, 1e-6, 1e-15);
  EXPECT_EQ(done.ended, run_end::enough_ended);
  EXPECT_DOUBLE_EQ(done.sustained_clock_hz, 2e9);
}

TEST(Rounds, CanariesAreReadAtBothEndsOfEveryRound) {
  bench b;
  b.options.min_round_s = 0.0;
  const fake_workload work("w", b.clock, 1e-6);
  recorder seen;
  const run_result done = b.run({&work}, seen);
  EXPECT_EQ(done.state.rounds.size(), 7U);  // one pass a round, seven samples to converge
  EXPECT_EQ(b.machine.readings, 14);
  EXPECT_EQ(done.state.rounds[0].samples, 1U);
}

TEST(Rounds, ShortRoundsGoOnUntilTheyAreWorthTheirCanaries) {
  bench b;
  b.options.min_round_s = 1.0;
  const fake_workload work("w", b.clock, 1e-6);
  EXPECT_EQ(b.run({&work}).state.rounds.size(), 1U);
}

TEST(Rounds, WaitingCostsNobodyTheFirstSample) {
  bench b;
  b.machine.sibling = [&b] { return b.clock.now_ns() < 285'000'000 ? 1.0 : 1.5; };  // quiet at first only
  b.options.time_budget_s = 0.5;
  std::vector<fake_workload> works;
  for (int i = 0; i < 100; ++i) works.emplace_back("gemm", b.clock, 1e-6);
  std::vector<const workload*> views;
  for (const fake_workload& one : works) views.push_back(&one);
  for (const result& one : b.run(views).results) {
    EXPECT_TRUE(one.has_data());
  }
}

TEST(Rounds, RejectedSamplesAreCountedByReasonAndLeftOut) {
  bench b;
  int taken = 0;
  fake_workload work("w", b.clock, 1e-3);
  work.factor = [&taken] { return taken % 2 == 0 ? 1.0 : 5.0; };
  b.thread.spoil = [&taken](evidence& seen) { seen.involuntary_switches = taken++ % 2 == 0 ? 0 : 1; };
  const run_result done = b.run({&work});
  const result& only = done.results[0];
  EXPECT_EQ(only.ended, series_end::converged);
  EXPECT_NEAR(only.wall.median, 1e-3, 1e-12);
  EXPECT_NEAR(only.wall.high, 1e-3, 1e-12);
  EXPECT_EQ(only.rejected, only.rejected_by[static_cast<std::size_t>(rejection::involuntary_switch)]);
  EXPECT_GE(only.rejected, 6U);
  EXPECT_FALSE(only.from_rejected);
}

TEST(Rounds, AWorkloadWhoseEverySampleIsDisturbedEndsAndSaysSo) {
  bench b;
  b.options.stop.max_samples = 10;
  b.thread.spoil = [](evidence& seen) { seen.migrated = true; };
  const fake_workload work("w", b.clock, 1e-3);
  const run_result done = b.run({&work});
  const result& only = done.results[0];
  EXPECT_EQ(only.ended, series_end::enough_samples);
  EXPECT_EQ(only.accepted, 0U);
  EXPECT_EQ(only.rejected, 20U);
  EXPECT_TRUE(only.from_rejected);
  EXPECT_TRUE(only.has_data());
  EXPECT_NEAR(only.wall.median, 1e-3, 1e-12);
}

TEST(Rounds, TheBudgetIsRespected) {
  bench b;
  b.options.time_budget_s = 1.0;
  b.options.stop.max_seconds = 100.0;
  int calls = 0;
  fake_workload noisy("noisy", b.clock, 10e-3);
  noisy.factor = [&calls] { return 1.0 + 0.5 * ((calls++ * 7) % 5); };
  const run_result done = b.run({&noisy});
  EXPECT_EQ(done.ended, run_end::budget_spent);
  EXPECT_EQ(done.results[0].ended, series_end::out_of_time);
  EXPECT_GT(done.results[0].accepted, 5U);
  EXPECT_LT(done.state.elapsed_s, 1.0 + 60e-3);  // at most the sample and the canaries under way
}

TEST(Rounds, EndWithTheLastOfThoseThatAreEnough) {
  bench b;
  b.options.time_budget_s = 100.0;
  b.options.enough = 0.5;
  b.options.stop.max_seconds = 100.0;
  int calls = 0;
  fake_workload noisy("noisy", b.clock, 10e-3);
  noisy.factor = [&calls] { return 1.0 + 0.5 * ((calls++ * 7) % 5); };
  const fake_workload steady("steady", b.clock, 10e-3);
  const run_result done = b.run({&noisy, &steady});
  EXPECT_EQ(done.ended, run_end::enough_ended);
  EXPECT_EQ(done.results[0].ended, series_end::out_of_time);
  EXPECT_EQ(done.results[1].ended, series_end::converged);
  EXPECT_LT(done.state.elapsed_s, 10.0);
}

TEST(Rounds, AWorkloadEndsByARuleOfItsOwn) {
  bench b;
  b.options.time_budget_s = 2.0;
  b.options.stops.resize(2);
  b.options.stops[1].relative_half_width = 0.5;
  int narrow_calls = 0, wide_calls = 0;
  fake_workload narrow("narrow", b.clock, 10e-3), wide("wide", b.clock, 10e-3);
  narrow.factor = [&narrow_calls] { return 1.0 + 0.05 * ((narrow_calls++ * 7) % 5); };
  wide.factor = [&wide_calls] { return 1.0 + 0.05 * ((wide_calls++ * 7) % 5); };
  const run_result done = b.run({&narrow, &wide});
  EXPECT_EQ(done.results[1].ended, series_end::converged);
  EXPECT_LT(done.results[1].accepted, done.results[0].accepted);
  b.options.stops.pop_back();
  EXPECT_THROW(static_cast<void>(b.run({&narrow, &wide})), error);
}

TEST(Rounds, NoSampleIsBegunThatWouldOverrunTheBudget) {
  bench b;
  b.options.time_budget_s = 1.0;
  const fake_workload cheap("cheap", b.clock, 1e-3);
  const fake_workload dear("dear", b.clock, 0.3);
  const run_result done = b.run({&cheap, &dear});
  EXPECT_EQ(done.results[0].ended, series_end::converged);
  EXPECT_EQ(done.results[1].ended, series_end::out_of_time);
  EXPECT_EQ(done.results[1].accepted, 2U);  // 0.3 s to choose the batch, 0.3 s for each sample, then none fits
  EXPECT_LT(done.state.elapsed_s, 1.0);
}

TEST(Rounds, NothingIsMeasuredWithoutTime) {
  bench b;
  b.options.time_budget_s = 0.0;
  const fake_workload work("w", b.clock, 1e-3);
  const run_result done = b.run({&work});
  EXPECT_EQ(done.ended, run_end::budget_spent);
  EXPECT_EQ(done.results[0].ended, series_end::not_measured);
  EXPECT_FALSE(done.results[0].has_data());
  EXPECT_EQ(work.prepared_times, 0);
}

TEST(Rounds, OneFailingWorkloadDoesNotStopTheOthers) {
  bench b;
  fake_workload unpreparable("unpreparable", b.clock, 1e-3);
  unpreparable.fail_to_prepare = true;
  fake_workload throwing("throwing", b.clock, 1e-3);
  throwing.on_run = [] { throw std::runtime_error("wrong result"); };
  fake_workload odd("odd", b.clock, 1e-3);
  odd.on_run = [] { throw 42; };
  const fake_workload good("good", b.clock, 1e-3);
  const run_result done = b.run({&unpreparable, &throwing, &odd, &good});
  EXPECT_EQ(done.results[0].ended, series_end::failed);
  EXPECT_EQ(done.results[0].message, "no memory for the operands");
  EXPECT_EQ(done.results[1].ended, series_end::failed);
  EXPECT_EQ(done.results[1].message, "wrong result");
  EXPECT_EQ(done.results[2].ended, series_end::failed);
  EXPECT_FALSE(done.results[2].message.empty());
  EXPECT_EQ(done.results[3].ended, series_end::converged);
  EXPECT_EQ(unpreparable.prepared_times, 1);
  EXPECT_EQ(throwing.alive, 0);
}

TEST(Rounds, AWorkloadLargerThanTheMemoryFailsWithARemedy) {
  bench b;
  b.options.memory_budget_bytes = 100;
  const fake_workload large("large", b.clock, 1e-3, 101);
  const fake_workload small("small", b.clock, 1e-3, 99);
  const run_result done = b.run({&large, &small});
  EXPECT_EQ(done.results[0].ended, series_end::failed);
  EXPECT_NE(done.results[0].message.find("raise the memory budget"), std::string::npos);
  EXPECT_EQ(large.prepared_times, 0);
  EXPECT_EQ(done.results[1].ended, series_end::converged);
}

TEST(Rounds, RefusedMemoryIsTakenFromTheOthersFirst) {
  bench b;
  fake_workload one("one", b.clock, 1e-3, 40);
  fake_workload two("two", b.clock, 1e-3, 40);
  const auto refuse_beside = [](const fake_workload& other) {
    return [&other] {
      if (other.alive > 0) {
        throw std::bad_alloc();
      }
    };
  };
  one.on_run = refuse_beside(two);
  two.on_run = refuse_beside(one);
  for (const result& done : b.run({&one, &two}).results) {
    EXPECT_EQ(done.ended, series_end::converged) << done.message;
  }
  fake_workload alone("alone", b.clock, 1e-3, 40);
  alone.on_run = [] { throw std::bad_alloc(); };
  EXPECT_EQ(b.run({&alone}).results[0].ended, series_end::failed);
}

TEST(Rounds, EveryVisitIsAnnouncedAndItsEndToo) {
  struct doorman final : observer {
    void on_enter(std::size_t workload) override {
      EXPECT_EQ(inside, nobody);
      inside = workload;
      ++visits;
    }
    void on_leave(std::size_t workload) noexcept override {
      EXPECT_EQ(inside, workload);
      inside = nobody;
    }
    std::size_t nobody = 99;
    std::size_t inside = nobody;
    int visits = 0;
  } watcher;
  bench b;
  const fake_workload good("good", b.clock, 1e-3);
  fake_workload throwing("throwing", b.clock, 1e-3);
  throwing.on_run = [] { throw 42; };
  (void)b.run({&good, &throwing}, watcher);
  EXPECT_EQ(watcher.inside, watcher.nobody);
  EXPECT_EQ(watcher.visits, 8);
}

TEST(Rounds, ThousandsOfShapesShareALittleMemory) {
  bench b;
  b.options.memory_budget_bytes = 100;
  b.options.time_budget_s = 1000.0;
  const many_workloads work(b, 2000, 1e-4, 20);
  const run_result done = b.run(work.all);
  EXPECT_EQ(done.ended, run_end::enough_ended);
  for (std::size_t i = 0; i < work.all.size(); ++i) {
    ASSERT_EQ(done.results[i].ended, series_end::converged) << i;
    EXPECT_LE(work.owners[i]->prepared_times, 3) << i;  // seven samples at four a visit, and one more by bad luck
    EXPECT_EQ(work.owners[i]->alive, 0) << i;
  }
}

TEST(Rounds, OperandsThatTookLongToMakeGiveMoreThanOneSample) {
  bench b;
  b.options.memory_budget_bytes = 20;
  b.options.passes_per_group = 1;
  fake_workload cheap("cheap", b.clock, 1e-4, 20), dear("dear", b.clock, 1e-4, 20);
  dear.prepare_s = 1e-3;
  const run_result done = b.run({&cheap, &dear});
  EXPECT_EQ(done.results[0].accepted, done.results[1].accepted);
  EXPECT_EQ(dear.prepared_times, 2) << "seven samples, at most four of a visit";
  EXPECT_GT(cheap.prepared_times, dear.prepared_times);
}

TEST(Rounds, EverybodyIsMeasuredOnceWhereTheBudgetIsTooShortForMore) {
  bench b;
  b.options.memory_budget_bytes = 100;
  b.options.time_budget_s = 1.5;
  const many_workloads work(b, 40, 10e-3, 20);  // a first visit takes 30 ms, a further one 20 ms
  for (const result& one : b.run(work.all).results) {
    EXPECT_TRUE(one.has_data()) << one.label;
  }
}

TEST(Rounds, WhatIsLeftOfTheBudgetGoesToTheTableThatIsWorst) {
  bench b;
  b.options.time_budget_s = 1.0;
  // Every second sample is slower, and the call before it to warm up: the interval stays as wide as that.
  const auto noise = [](double size) {
    return [size, call = 0]() mutable { return (call++ / 2) % 2 == 0 ? 1.0 : 1.0 + size; };
  };
  fake_workload good("good", b.clock, 1e-3);
  fake_workload bad("bad", b.clock, 1e-3);
  good.factor = noise(0.04);
  bad.factor = noise(1.0);
  b.options.tables = {0, 1};
  const run_result done = b.run({&good, &bad});
  EXPECT_EQ(done.ended, run_end::budget_spent);
  EXPECT_GE(done.results[0].accepted, 7U);
  EXPECT_GT(done.results[1].accepted, 5 * done.results[0].accepted);
}

TEST(Rounds, ATableOfOneWorkloadIsMeasuredWhereTimeIsShort) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    bench b;
    b.options.seed = seed;
    b.options.time_budget_s = 0.05;
    const many_workloads work(b, 50, 1e-3);
    b.options.tables.assign(50, 0);
    b.options.tables.back() = 1;
    recorder seen;
    const run_result done = b.run(work.all, seen);
    ASSERT_LT(seen.visits.size(), 50U);
    EXPECT_GT(done.results.back().accepted, 0U);
  }
}

TEST(Rounds, FinishedWorkloadsAreNotVisitedAgain) {
  bench b;
  const fake_workload quick("quick", b.clock, 1e-3);
  int calls = 0;
  fake_workload noisy("noisy", b.clock, 1e-3);
  noisy.factor = [&calls] { return 1.0 + 0.5 * ((calls++ * 7) % 5); };
  b.options.stop.max_samples = 40;
  recorder seen;
  const run_result done = b.run({&quick, &noisy}, seen);
  EXPECT_EQ(done.results[0].accepted, 7U);
  EXPECT_EQ(done.results[1].accepted, 40U);
  EXPECT_EQ(seen.last_finished, 2U);
}

TEST(Rounds, TheOrderIsSeededAndDiffersBetweenRounds) {
  const auto order_with = [](std::uint64_t seed) {
    bench b;
    b.options.seed = seed;
    const many_workloads work(b, 20, 1e-4);
    recorder seen;
    (void)b.run(work.all, seen);
    return seen.visits;
  };
  const auto one = order_with(1);
  EXPECT_EQ(one, order_with(1));
  EXPECT_NE(one, order_with(2));
  ASSERT_EQ(one.size(), 140U);
  const std::vector<std::size_t> first(one.begin(), one.begin() + 20);
  const std::vector<std::size_t> second(one.begin() + 20, one.begin() + 40);
  EXPECT_NE(first, second);
  EXPECT_EQ(std::set<std::size_t>(first.begin(), first.end()).size(), 20U);
  EXPECT_EQ(std::set<std::size_t>(second.begin(), second.end()).size(), 20U);
}

TEST(Rounds, AFirstCallThatIsLongOnlyOnceDoesNotMakeAWorkloadLong) {
  bench b;
  fake_workload work("w", b.clock, 1e-6);
  int runs = 0;
  work.factor = [&runs] { return ++runs == 1 ? 1e5 : 1.0; };
  const run_result done = b.run({&work});
  EXPECT_EQ(done.results[0].batch, 100U);
  EXPECT_EQ(done.results[0].accepted, 7U);
  EXPECT_NEAR(done.results[0].wall.median, 1e-6, 1e-12);
}

TEST(Rounds, ImpossibleOptionsAreRefused) {
  bench b;
  b.options.stop.confidence = 2.0;
  EXPECT_THROW((void)b.run({}), error);
  bench c;
  c.options.passes_per_group = 0;
  EXPECT_THROW((void)c.run({}), error);
  bench d;
  d.options.tables = {0, 1};
  EXPECT_THROW((void)d.run({}), error);
}

TEST(Rounds, NoWorkloadsAreDoneAtOnce) {
  bench b;
  const run_result done = b.run({});
  EXPECT_TRUE(done.results.empty());
  EXPECT_EQ(done.ended, run_end::enough_ended);
}

}  // namespace
}  // namespace calib::measure
