#include "measure/canary.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "fakes.hpp"

namespace calib::measure {
namespace {

TEST(CanaryWork, MultiplyAddChainsConvergeToOneAndStayFinite) {
  // x = 0.75 x + 0.25 has its fixed point at 1, on any path: scalar sums all ten chains, vector paths one lane of ten.
  EXPECT_NEAR(multiply_add_chains(10'000), 10.0, 1e-9);
  EXPECT_TRUE(std::isfinite(multiply_add_chains(0)));
}

TEST(CanaryWork, FullIssueConvergesToOneInEachChain) {
  EXPECT_NEAR(full_issue(1'000), 8.0, 1e-9);
  EXPECT_TRUE(std::isfinite(full_issue(0)));
}

TEST(CanaryWork, DependentAddsOfNoBlocksReturnAtOnce) {
  dependent_adds(0);
  dependent_adds(1);
  SUCCEED();
}

TEST(CanaryWork, SumsEveryWordIncludingTheRemainder) {
  std::vector<std::uint64_t> words(37);
  std::uint64_t expected = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = i * i;
    expected += words[i];
  }
  EXPECT_EQ(sum_words(words.data(), words.size()), expected);
  EXPECT_EQ(sum_words(words.data(), 0), 0U);
  EXPECT_EQ(sum_words(words.data(), 3), 5U);
}

TEST(CanaryWork, TheReaderRotatesThroughWholeWindows) {
  rotating_reader reader(1000 * 8, 300 * 8);
  EXPECT_EQ(reader.windows(), 3U);
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(reader.read_next(), 300U);  // the buffer is filled with ones
  }
}

TEST(CanaryWork, AWindowLargerThanItsBufferIsTheBuffer) {
  rotating_reader reader(80, 800);
  EXPECT_EQ(reader.windows(), 1U);
  EXPECT_EQ(reader.read_next(), 10U);
  rotating_reader tiny(0, 0);
  EXPECT_EQ(tiny.read_next(), 1U);
}

TEST(Canary, TheClockIsAdditionsPerSecondLessTheTimersOwnTime) {
  // Each reading costs 10 us and the real additions cost this clock nothing, so overhead and work cancel to zero and
  // the answer is bounded by the resolution of one reading.
  test::fake_clock clock;
  clock.read_cost_ns = 10'000;
  host_canaries machine(clock, {.dram_buffer_bytes = 1U << 20U});
  EXPECT_NEAR(machine.clock_hz(), 400.0 * 64.0 / 10e-6, 1.0);
  EXPECT_DOUBLE_EQ(machine.fma_seconds(), 0.0);
}

TEST(Canary, ReadingsOfTheRealMachineArePositive) {
  steady_clock_source clock;
  host_canaries machine(clock, {.dram_buffer_bytes = 8U << 20U});
  EXPECT_GT(machine.issue_s(), 0.0);
  const canary_reading reading = machine.read();
  EXPECT_GT(reading.clock_hz, 0.0);
  EXPECT_GT(reading.fma_s, 0.0);
  EXPECT_GT(reading.cache_s, 0.0);
  EXPECT_GT(reading.dram_s, 0.0);
}

}  // namespace
}  // namespace calib::measure
