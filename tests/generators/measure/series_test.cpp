#include "measure/series.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <utility>

namespace calib::measure {
namespace {

double median_of(std::initializer_list<std::pair<double, rejection>> samples) {
  series one("w");
  for (const auto& [wall_s, reason] : samples) {
    one.add({.wall_s = wall_s, .clock_hz = 1e9, .reason = reason});
  }
  return one.summary(1e9, 0.95, series_end::out_of_time).normalised.median;
}

constexpr auto none = rejection::none, shared = rejection::core_shared, clock_changed = rejection::clock_change;

TEST(Series, DisturbedSamplesAreLeftOutWhereSlower) {
  EXPECT_DOUBLE_EQ(median_of({{1.0, none}, {1.5, shared}, {1.1, none}, {1.7, shared}, {1.2, none}}), 1.1);
}

TEST(Series, DisturbedSamplesCountWhereFasterThanAllOthers) {
  // The only undisturbed one was slow for a reason of its own.
  EXPECT_DOUBLE_EQ(median_of({{2.0, none}, {1.0, shared}, {1.2, rejection::run_delay}}), 1.2);
  EXPECT_DOUBLE_EQ(median_of({{2.0, none}, {1.0, shared}, {3.0, shared}, {2.1, none}}), 2.0);
}

TEST(Series, AClockThatChangedTellsNothing) { EXPECT_DOUBLE_EQ(median_of({{2.0, none}, {1.0, clock_changed}}), 2.0); }

TEST(Series, AllSamplesCountWhereEachWasDisturbed) {
  EXPECT_DOUBLE_EQ(median_of({{2.0, shared}, {1.0, clock_changed}, {3.0, shared}}), 2.0);
}

}  // namespace
}  // namespace calib::measure
