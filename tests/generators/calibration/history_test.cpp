#include "calibration/history.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <vector>

#include "profile_io/limits.hpp"

namespace calib::calibration {
namespace {

using measure::canary_reading;
using measure::round_record;
using testing::ElementsAre;
using testing::IsEmpty;

canary_reading quiet() { return {.clock_hz = 2e9, .fma_s = 1e-5, .cache_s = 2e-5, .dram_s = 2e-4}; }

/// As many rounds of a second each.
std::vector<round_record> quiet_rounds(std::size_t count) {
  return std::vector<round_record>(count, {.start = quiet(), .end = quiet(), .seconds = 1});
}

TEST(History, HasThePointsOfBothEndsOfEachRound) {
  std::vector<round_record> rounds = quiet_rounds(2);
  rounds[1].seconds = 0.123456;
  rounds[1].start.dram_s = 3e-4;
  rounds[1].end.clock_hz = 1e9;  // half the clock, as many cycles
  rounds[1].end.fma_s = 2e-5;
  const auto found = history_of("1t_warm", rounds, 4);
  EXPECT_EQ(found.condition, "1t_warm");
  EXPECT_THAT(found.time_s, ElementsAre(0, 1, 1, 1.123));
  EXPECT_THAT(found.clock_hz, ElementsAre(2e9, 2e9, 2e9, 1e9));
  EXPECT_THAT(found.fma, ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(found.cache, ElementsAre(1, 1, 1, 1));
  EXPECT_THAT(found.dram, ElementsAre(1, 1, 1.5, 1));
}

TEST(History, OfManyReadingsHasTheMeansOfPiecesOfTime) {
  std::vector<round_record> rounds = quiet_rounds(10);
  rounds[0].start.dram_s = 4e-4;
  const auto found = history_of("1t_warm", rounds, 5);  // pieces of two seconds
  EXPECT_THAT(found.time_s, ElementsAre(0.6667, 2.5, 4.5, 6.5, 8.8));
  EXPECT_THAT(found.dram, ElementsAre(1.333, 1, 1, 1, 1));
}

TEST(History, PiecesOfTimeWithoutReadingsAreNoPoints) {
  std::vector<round_record> rounds = quiet_rounds(4);
  rounds[1].seconds = 97;
  const auto found = history_of("1t_warm", rounds, 4);
  EXPECT_THAT(found.time_s, ElementsAre(0.6667, 98.8));
}

TEST(History, RoundsThatTookNoTimeAreOnePoint) {
  std::vector<round_record> rounds = quiet_rounds(4);
  for (round_record& one : rounds) one.seconds = 0;  // cut off, and continued by the next launch
  EXPECT_THAT(history_of("1t_warm", rounds, 2).time_s, ElementsAre(0));
}

TEST(History, WithoutAClockItHasNeitherClockNorCycles) {
  std::vector<round_record> rounds = quiet_rounds(1);
  rounds[0].start.clock_hz = 0;
  const auto found = history_of("1t_warm", rounds, 4);
  EXPECT_THAT(found.clock_hz, IsEmpty());
  EXPECT_THAT(found.fma, IsEmpty());
  EXPECT_THAT(found.dram, ElementsAre(1, 1));
}

TEST(History, OfAllConditionsIsWithinTheLimitOfAProfile) {
  EXPECT_EQ(history_points(1), 200U);
  for (const std::size_t conditions : {1U, 3U, 7U, 500U}) {
    EXPECT_LE(conditions * history_points(conditions), profile_io::most_history_points);
  }
}

}  // namespace
}  // namespace calib::calibration
