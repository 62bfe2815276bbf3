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

TEST(Repeats, AreToldApartByTextWhateverItsColumnIsCalled) {
  const auto third = [](const std::string& value, int) { return value == "bb" ? 0.3 : 1.0; };
  for (const char* const column :
       {"conf", "ops", "runtime", "exec_mode", "error", "best_algo", "run", "attr-post-ops"}) {
    EXPECT_THAT(refusal(rows({"aa", "bb"}, third, column)), HasSubstr("tells them apart: aa, bb")) << column;
  }
  EXPECT_THAT(refusal(rows({"", "bb"}, third, "attr-post-ops")), HasSubstr("'attr-post-ops' tells them apart"));
  EXPECT_THAT(refusal(rows(
                  {"1", "8"}, [](const std::string& value, int) { return value == "8" ? 0.3 : 1.0; }, "max_threads")),
              HasSubstr("'max_threads' tells them apart"));
}

TEST(Repeats, AreNotToldApartByMomentsAndNamesOfRuns) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> noise(0.5, 1.5);
  const auto noisy = [&](const std::string&, int) { return noise(random); };
  EXPECT_EQ(refusal(rows({"2024-01-01", "2024-01-02"}, noisy, "date")), "no error");
  EXPECT_EQ(refusal(rows({"12:30", "12:45"}, noisy, "began")), "no error");
  EXPECT_EQ(refusal(rows({"run1", "run2", "run3"}, noisy, "run")), "no error");
}

TEST(Repeats, TooFewToSayNameTheColumnsThatMayTellThemApart) {
  const std::string header = "m,n,k,threads,latency_s\n";
  EXPECT_THAT(refusal(header + "1,1,1,1,8\n1,1,1,2,4\n1,1,1,4,2\n1,1,1,8,1\n"),
              HasSubstr("too few to say whether column 'threads' tells them apart; if so choose: --where threads=1"));
  EXPECT_THAT(read_as(header + "1,1,1,1,5\n1,1,1,2,4\n").notes, Contains(HasSubstr("too few to say")));
  EXPECT_THAT(read_as("m,n,k,run,latency_s\n1,1,1,1,8\n1,1,1,2,4\n").notes, Contains(HasSubstr("no column tells")));
}

}  // namespace
}  // namespace calib::foreign
