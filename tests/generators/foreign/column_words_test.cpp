#include "foreign/column_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace calib::foreign {
namespace {

using testing::ElementsAre;

std::optional<time_unit> unit(const char* name) { return unit_among(words_of_column(name)).unit; }
bool unclear(const char* name) { return unit_among(words_of_column(name)).unclear; }

TEST(ColumnWords, PartNamesAtSignsAndCapitals) {
  EXPECT_THAT(words_of_column("meanTime (\xc2\xb5s)"), ElementsAre("mean", "time", "us"));
  EXPECT_THAT(words_of_column("GB/s"), ElementsAre("gb", "per", "s"));
  EXPECT_THAT(words_of_column("gr\xc3\xb6\xc3\x9f"
                              "e"),
              ElementsAre("gr????e"));
}

TEST(ColumnWords, JoinAPrefixAndItsSeconds) {
  for (const char* const name :
       {"Time_uS", "time_uSec", "timeUS", "MicroSeconds", "latency_micro_seconds", "time in micro-seconds",
        "Mean Time (Micro Seconds)", "time (u-sec)", "time (\xc2\xb5 s)", "time (\xce\xbcs)", "latency ($\\mu$s)"}) {
    EXPECT_EQ(unit(name), time_unit::us) << name;
  }
  for (const char* const name : {"latency (mS)", "MilliSeconds", "time (m s)", "timeMs", "latencyMilliSeconds"}) {
    EXPECT_EQ(unit(name), time_unit::ms) << name;
  }
  for (const char* const name : {"time_nS", "nano seconds"}) EXPECT_EQ(unit(name), time_unit::ns) << name;
  for (const char* const name : {"timeS", "durationS", "meanSeconds", "elapsedSeconds", "time_s"}) {
    EXPECT_EQ(unit(name), time_unit::s) << name;
  }
}

TEST(ColumnWords, StateNoUnitBesideLostSignsAndFactors) {
  for (const char* const name :
       {"latency (?s)", "latency (\xef\xbf\xbd s)", "latency (\xc3\x8e\xc2\xbcs)", "latency (\xc3\xa6s)",
        "time [1e-6 s]", "time [10^-6 s]", "latency_s_x1e6", "latency (100 ns)", "time_per_1000_calls_ms",
        "kilo_seconds", "time_ps", "time_ms_us", "time (thousand s)"}) {
    EXPECT_EQ(unit(name), std::nullopt) << name;
    EXPECT_TRUE(unclear(name)) << name;
  }
  EXPECT_EQ(unit("latencyuS"), std::nullopt);
  EXPECT_FALSE(unclear("time"));
}

TEST(ColumnWords, TellRatesFromTimes) {
  for (const char* const name : {"iter/sec", "images_per_second", "tokens/sec", "calls/ms", "1/s"}) {
    EXPECT_TRUE(is_per_time(words_of_column(name))) << name;
  }
  for (const char* const name : {"us/iter", "ns/op", "ms per call", "time / ms", "latency/us"}) {
    EXPECT_FALSE(is_per_time(words_of_column(name))) << name;
  }
}

}  // namespace
}  // namespace calib::foreign
