#include "foreign/repeats.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

// Rows of ten shapes for each value of a column, their latencies times factor(value, m).
template <class Factor>
std::string rows(const std::vector<std::string>& values, Factor factor, const char* column = "precision") {
  std::string text = std::string("m,n,k,") + column + ",flops,latency_s\n";
  for (int m = 1; m <= 10; ++m) {
    for (const std::string& value : values) {
      text += std::to_string(m) + ",1,1," + value + "," + std::to_string(2 * m) + "," +
              std::to_string(m * factor(value, m)) + "\n";
    }
  }
  return text;
}

TEST(Repeats, AreRefusedWhereAColumnTellsThemApart) {
  const auto half = [](const std::string& value, int) { return value == "fp16" ? 0.5 : 1.0; };
  EXPECT_THAT(refusal(rows({"fp32", "fp16"}, half)), HasSubstr("column 'precision' tells them apart: fp32, fp16"));
  EXPECT_THAT(refusal(rows(
                  {"1", "8"}, [](const std::string& value, int) { return value == "8" ? 0.3 : 1.0; }, "threads")),
              HasSubstr("--where threads=1"));
}

TEST(Repeats, MayDifferByFactorsOfTheirShape) {
  const auto crossing = [](const std::string& value, int m) { return value == "NT" ? 0.5 + 0.1 * m : 1.0; };
  EXPECT_THAT(refusal(rows({"NN", "NT"}, crossing, "layout")), HasSubstr("'layout'"));
}

TEST(Repeats, OfOneMeasurementAreMergedAndTheirSpreadTold) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> noise(0.5, 1.5);
  const auto noisy = [&](const std::string&, int) { return noise(random); };
  const auto found = read_as(rows({"1", "2", "3", "4"}, noisy, "run"));
  EXPECT_EQ(found.set.repeated_shapes, 10U);
  EXPECT_THAT(found.notes, Contains(HasSubstr("no column tells them apart")));
  const auto calm = read_as(rows(
      {"1", "2"}, [](const std::string& value, int) { return value == "1" ? 1.0 : 1.02; }, "run"));
  EXPECT_THAT(calm.notes, Not(Contains(HasSubstr("rows of one shape differ"))));
}

TEST(Repeats, AreNotToldApartByWhatFollowsFromTheirLatency) {
  std::string text = "m,n,k,gflops,latency_s\n";
  for (int m = 1; m <= 10; ++m) {
    for (const int slower : {1, 2, 2})
      text += std::to_string(m) + ",1,1," + std::to_string(4 / slower) + "," + std::to_string(m * slower) + "\n";
  }
  EXPECT_EQ(refusal(text), "no error");
}

TEST(Repeats, OfNoisyRowsAreNotToldApartByAColumnOfChance) {
  std::mt19937 random(2);
  std::uniform_real_distribution<double> noise(0.5, 1.5);
  const auto noisy = [&](const std::string&, int) { return noise(random); };
  EXPECT_EQ(refusal(rows({"10", "20", "30", "40"}, noisy, "temperature")), "no error");
}

}  // namespace
}  // namespace calib::foreign
