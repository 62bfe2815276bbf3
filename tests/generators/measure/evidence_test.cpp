#include "measure/evidence.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "measure/thread_evidence.hpp"

namespace calib::measure {
namespace {

evidence quiet(double wall_s) {
  evidence seen;
  seen.wall_s = wall_s;
  seen.thread_cpu_s = wall_s;
  seen.run_delay_s = 0.0;
  seen.steal_s = 0.0;
  seen.clock_before_hz = 3e9;
  seen.clock_after_hz = 3e9;
  return seen;
}

TEST(Evidence, AQuietSampleStandsHoweverSlowItIs) {
  EXPECT_EQ(rejected(quiet(1e-4), {}), rejection::none);
  EXPECT_EQ(rejected(quiet(1.0), {}), rejection::none);
  EXPECT_EQ(rejected(quiet(1000.0), {}), rejection::none);
}

TEST(Evidence, UnknownEvidenceIsNotHeldAgainstASample) {
  evidence seen;
  seen.wall_s = 1e-4;
  seen.thread_cpu_s = 1e-4;
  EXPECT_EQ(rejected(seen, {}), rejection::none);
}

TEST(Evidence, EachDisturbanceHasItsOwnReason) {
  evidence seen = quiet(1e-4);
  seen.migrated = true;
  EXPECT_EQ(rejected(seen, {}), rejection::migration);

  seen = quiet(1e-4);
  seen.steal_s = 0.01;
  EXPECT_EQ(rejected(seen, {}), rejection::steal);

  seen = quiet(1e-4);
  seen.run_delay_s = 1e-6;
  EXPECT_EQ(rejected(seen, {}), rejection::run_delay);

  seen = quiet(1e-4);
  seen.involuntary_switches = 1;
  EXPECT_EQ(rejected(seen, {}), rejection::involuntary_switch);

  seen = quiet(1e-4);
  seen.minor_faults = 1;
  EXPECT_EQ(rejected(seen, {}), rejection::page_fault);

  seen = quiet(1e-4);
  seen.major_faults = 1;
  EXPECT_EQ(rejected(seen, {}), rejection::page_fault);

  seen = quiet(1e-4);
  seen.thread_cpu_s = 0.9e-4;
  EXPECT_EQ(rejected(seen, {}), rejection::off_cpu);

  seen = quiet(1e-4);
  seen.clock_after_hz = 2.8e9;
  EXPECT_EQ(rejected(seen, {}), rejection::clock_change);
  seen.clock_after_hz = 3.2e9;
  EXPECT_EQ(rejected(seen, {}), rejection::clock_change);
}

TEST(Evidence, ASharedCoreSpeaksAgainstASampleAtEitherEnd) {
  evidence seen = quiet(1e-4);
  seen.shared_before = 0.4;
  EXPECT_EQ(rejected(seen, {}), rejection::core_shared);
  seen.shared_before = 0.05;
  EXPECT_EQ(rejected(seen, {}), rejection::none);
  seen.shared_after = 0.4;
  EXPECT_EQ(rejected(seen, {}), rejection::core_shared);
}

TEST(Evidence, TheEndsOfALongSampleSayNothingOfItsMiddle) {
  evidence seen = quiet(10e-3);
  seen.shared_before = 0.4;
  seen.shared_after = 0.4;
  EXPECT_EQ(rejected(seen, {}), rejection::none);
}

TEST(Evidence, WhatIsNegligibleOverALongSampleIsTolerated) {
  evidence seen = quiet(0.1);
  seen.involuntary_switches = 10;
  seen.minor_faults = 500;
  seen.run_delay_s = 0.0004;
  seen.thread_cpu_s = 0.0995;
  EXPECT_EQ(rejected(seen, {}), rejection::none);
  seen.involuntary_switches = 11;
  EXPECT_EQ(rejected(seen, {}), rejection::involuntary_switch);
}

TEST(Evidence, FaultsThatBelongToTheWorkloadAreItsOwnBusiness) {
  evidence seen = quiet(1e-4);
  seen.minor_faults = 12;
  EXPECT_EQ(rejected(seen, {.own_minor_faults = 12.0}), rejection::none);
  EXPECT_EQ(rejected(seen, {.own_minor_faults = 11.0}), rejection::page_fault);
}

TEST(Evidence, ReadingTwoClocksIsNotTimeOffTheCpu) {
  evidence seen = quiet(1e-5);
  seen.thread_cpu_s = 0.8e-5;
  EXPECT_EQ(rejected(seen, {}), rejection::none);
}

TEST(Evidence, BarriersOfSeveralThreadsAreNotTimeOffTheCpu) {
  evidence seen = quiet(1e-3);
  seen.thread_cpu_s = 0.5e-3;
  EXPECT_EQ(rejected(seen, {.judge_off_cpu = false}), rejection::none);
}

TEST(Evidence, AClockThatWasNotReadCannotHaveChanged) {
  evidence seen = quiet(1e-4);
  seen.clock_before_hz = 0.0;
  EXPECT_EQ(rejected(seen, {}), rejection::none);
}

TEST(Evidence, EveryReasonHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < rejection_kinds; ++i) {
    names.insert(name(static_cast<rejection>(i)));
  }
  EXPECT_EQ(names.size(), rejection_kinds);
  EXPECT_EQ(names.count("unknown"), 0U);
}

TEST(ThreadEvidence, RunDelayIsTheSecondNumberInNanoseconds) {
  EXPECT_DOUBLE_EQ(run_delay_seconds("8897213 48723 3\n").value(), 48723e-9);
  EXPECT_FALSE(run_delay_seconds("").has_value());
  EXPECT_FALSE(run_delay_seconds("12").has_value());
  EXPECT_FALSE(run_delay_seconds("12 x").has_value());
}

TEST(ThreadEvidence, StealIsTheEighthColumnOfTheRightCpu) {
  const std::string stat =
      "cpu  152 250 497 0 64 17 0 300 0 0\n"
      "cpu1 1 2 3 4 5 6 7 200 0 0\n"
      "cpu10 1 2 3 4 5 6 7 100 0 0\n"
      "intr 7\n";
  EXPECT_DOUBLE_EQ(steal_seconds(stat, "cpu", 100.0).value(), 3.0);
  EXPECT_DOUBLE_EQ(steal_seconds(stat, "cpu1", 100.0).value(), 2.0);
  EXPECT_DOUBLE_EQ(steal_seconds(stat, "cpu10", 100.0).value(), 1.0);
  EXPECT_FALSE(steal_seconds(stat, "cpu2", 100.0).has_value());
  EXPECT_FALSE(steal_seconds("cpu 1 2 3\n", "cpu", 100.0).has_value());
  EXPECT_FALSE(steal_seconds("", "cpu", 100.0).has_value());
}

TEST(ThreadEvidence, DifferencesOfTheRealThreadAreNeverNegative) {
  const auto thread = observe_this_thread();
  thread->begin();
  volatile double sink = 0.0;
  for (int i = 0; i < 100000; ++i) {
    sink = sink + 1.0;
  }
  const evidence seen = thread->end();
  EXPECT_GT(seen.thread_cpu_s, 0.0);
  EXPECT_GE(seen.involuntary_switches, 0);
  EXPECT_GE(seen.minor_faults, 0);
  EXPECT_GE(seen.run_delay_s.value_or(0.0), 0.0);
  EXPECT_GE(seen.steal_s.value_or(0.0), 0.0);
}

}  // namespace
}  // namespace calib::measure
