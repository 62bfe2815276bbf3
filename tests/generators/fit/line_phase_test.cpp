#include "fit/line_phase.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace calib::fit {
namespace {

const std::vector<std::uint64_t> knots{1, 64, 256, 1024, 4096};
const std::vector<std::uint64_t> sizes{3, 7, 21, 39, 57, 90, 123, 190, 252, 379, 509, 763, 1019};

std::optional<axis_phase> found(const std::function<double(std::uint64_t)>& latency_s,
                                const std::vector<std::uint64_t>& at = knots) {
  std::vector<double> measured;
  for (const std::uint64_t knot : at) measured.push_back(latency_s(knot));
  std::vector<probe> probes;
  for (const std::uint64_t size : sizes) probes.push_back({size, latency_s(size)});
  return find_phase_of_line(at, measured, probes);
}

// Vectors of 16, 1 ns an element within them and 13 on its own.
double by_ones(std::uint64_t n) { return 1e-9 * static_cast<double>(2 + n + 12 * (n % 16)); }

TEST(LinePhase, FindsWhatElementsBeyondTheLastVectorCost) {
  const auto phase = found(by_ones);
  ASSERT_TRUE(phase);
  EXPECT_EQ(phase->period, 16U);
  EXPECT_EQ(phase->weight, 0.0);
  EXPECT_EQ(phase->remainder, 12.0);
  EXPECT_EQ(knots_under(*phase, knots), (std::vector<std::uint64_t>{13, 64, 256, 1024, 4096}));
}

TEST(LinePhase, FindsVectorsThatArePaidForInWhole) {
  const auto phase = found([](std::uint64_t n) { return 1e-9 * static_cast<double>(2 + (n + 31) / 32 * 32); });
  ASSERT_TRUE(phase);
  EXPECT_EQ(phase->period, 32U);
  EXPECT_EQ(phase->weight, 1.0);
  EXPECT_EQ(phase->remainder, 0.0);
}

TEST(LinePhase, FindsNothingWhereALineIsRight) {
  EXPECT_FALSE(found([](std::uint64_t n) { return 1e-9 * static_cast<double>(2 + n); }));
}

TEST(LinePhase, FindsNothingInNoise) {
  std::uint64_t state = 1;
  EXPECT_FALSE(found([&state](std::uint64_t n) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return 1e-9 * static_cast<double>(20 + n) * (0.9 + 0.2 * static_cast<double>(state >> 40U) / (1U << 24U));
  }));
}

TEST(LinePhase, TriesNoPeriodThatWouldMoveAKnotButTheFirst) {
  const auto phase = found(by_ones, {1, 24, 1000, 4096});
  EXPECT_TRUE(!phase || phase->period <= 8);
}

TEST(LinePhase, NeedsTwoKnotsAndAProbe) {
  EXPECT_FALSE(
      find_phase_of_line(std::vector<std::uint64_t>{64}, std::vector<double>{1e-9}, std::vector{probe{70, 2e-9}}));
  EXPECT_FALSE(find_phase_of_line(knots, std::vector<double>(knots.size(), 1e-9), {}));
}

}  // namespace
}  // namespace calib::fit
