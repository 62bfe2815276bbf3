/// What a profile and an estimate say of dispatch.

#include "dispatch.hpp"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace calib::tool {
namespace {

profile_io::profile_data box(double overhead_s) {
  profile_io::profile_data out;
  out.settings.resize(3);
  out.settings[0].id = "own_1t_warm";
  out.settings[0].overhead_s = overhead_s;
  out.settings[1].id = "own_2t_warm";
  out.settings[2].id = "own_4t_warm";
  out.tables.resize(3);
  out.tables[0].setting = "own_1t_warm";
  out.tables[0].latency_s = {9e-6, 3e-6};
  out.tables[1].setting = "own_1t_warm";
  out.tables[1].latency_s = {2e-6, 8e-6};
  out.tables[2].setting = "own_2t_warm";
  out.tables[2].latency_s = {1e-6};
  return out;
}

step_estimate step(double once_s, std::size_t times, source from) {
  step_estimate out;
  out.times = times;
  out.latency = seconds{static_cast<double>(times) * once_s};
  out.once.latency = seconds{once_s};
  out.once.source = from;
  return out;
}

network_estimate taking(std::vector<step_estimate> steps) {
  network_estimate out;
  out.steps = std::move(steps);
  for (const step_estimate& one : out.steps) out.latency += one.latency;
  return out;
}

TEST(Dispatch, TakesTheSmallestCallThatTheProfileStates) {
  const smallest_call call = smallest_call_of(box(5e-7), "own_1t_warm");
  EXPECT_EQ(call.latency_s, 5e-7);
  EXPECT_TRUE(call.is_stated);
}

TEST(Dispatch, ElseTheLeastLatencyInTheTablesOfTheSetting) {
  const smallest_call call = smallest_call_of(box(0), "own_1t_warm");
  EXPECT_EQ(call.latency_s, 2e-6);
  EXPECT_FALSE(call.is_stated);
}

TEST(Dispatch, IsUnknownWithoutTables) {
  const smallest_call call = smallest_call_of(box(0), "own_4t_warm");
  EXPECT_EQ(call.latency_s, 0);
  EXPECT_FALSE(dispatch_of(taking({step(1e-3, 1, source::measured)}), call).has_value());
}

TEST(Dispatch, CountsTheCallsThatTablesAnswer) {
  const network_estimate network = taking({step(1e-3, 4, source::measured), step(2e-3, 1, source::extrapolated),
                                           step(1e-3, 4, source::roofline), step(1e-4, 2, source::interpolated)});
  const auto found = dispatch_of(network, {.latency_s = 2e-4});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->calls, 7U);
  // The last step takes less than the smallest call: all of it, and no more, is dispatch.
  EXPECT_DOUBLE_EQ(found->share, (5 * 2e-4 + 2 * 1e-4) / network.latency.count());
}

TEST(Dispatch, IsUnknownWhereOnlyFallbacksAnswer) {
  EXPECT_FALSE(dispatch_of(taking({step(1e-3, 1, source::scaled)}), {.latency_s = 2e-4}).has_value());
}

}  // namespace
}  // namespace calib::tool
