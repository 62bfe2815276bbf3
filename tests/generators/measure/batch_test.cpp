#include "measure/batch.hpp"

#include <gtest/gtest.h>

#include "fakes.hpp"

namespace calib::measure {
namespace {

constexpr double long_call_s = 10e-3;

TEST(Batch, FillsTheWishedTimeWithWholeCalls) {
  test::fake_clock clock;
  const test::fake_workload work("w", clock, 1e-6);
  const batch_choice choice = choose_batch(*work.prepare(1), clock, 100e-6, long_call_s);
  EXPECT_EQ(choice.calls, 100U);
  EXPECT_NEAR(choice.seconds_per_call, 1e-6, 1e-12);
}

TEST(Batch, ALongOperationIsCalledOnce) {
  test::fake_clock clock;
  const test::fake_workload work("w", clock, 0.5);
  const batch_choice choice = choose_batch(*work.prepare(1), clock, 100e-6, long_call_s);
  EXPECT_EQ(choice.calls, 1U);
  EXPECT_EQ(work.calls, 1U);
}

TEST(Batch, TheFirstSlowCallDoesNotDecide) {
  test::fake_clock clock;
  test::fake_workload work("w", clock, 1e-6);
  int runs = 0;
  work.factor = [&runs] { return ++runs == 1 ? 5e3 : 1.0; };
  EXPECT_EQ(choose_batch(*work.prepare(1), clock, 100e-6, long_call_s).calls, 100U);
}

TEST(Batch, BetweenShortAndLongASecondCallIsTimed) {
  test::fake_clock clock;
  const test::fake_workload work("w", clock, 5e-3);
  EXPECT_EQ(choose_batch(*work.prepare(1), clock, 100e-6, long_call_s).calls, 1U);
  EXPECT_EQ(work.calls, 2U);
}

TEST(Batch, WorkThatTakesNoTimeDoesNotLoopForEver) {
  test::fake_clock clock;
  const test::fake_workload work("w", clock, 0.0);
  EXPECT_EQ(choose_batch(*work.prepare(1), clock, 100e-6, long_call_s).calls, std::size_t{1} << 30U);
}

TEST(Batch, ACoarseClockNeedsLongerSamples) {
  EXPECT_DOUBLE_EQ(shortest_sample_s(100e-6, {.overhead_s = 0.0, .resolution_s = 1e-6}), 1e-3);
  EXPECT_DOUBLE_EQ(shortest_sample_s(100e-6, {.overhead_s = 0.0, .resolution_s = 1e-9}), 100e-6);
}

}  // namespace
}  // namespace calib::measure
