#include "measure/grade.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

#include "measure/rounds.hpp"

namespace calib::measure {
namespace {

bool has(const quality& table, quality_flag flag) {
  return std::find(table.flags.begin(), table.flags.end(), flag) != table.flags.end();
}

grade_input narrow() {
  grade_input input;
  input.relative_half_widths = std::vector<double>(10, 0.005);
  return input;
}

TEST(Grade, AQuietTableIsAWithoutFlags) {
  const quality table = judge_table(narrow());
  EXPECT_EQ(table.given, grade::a);
  EXPECT_TRUE(table.flags.empty());
  EXPECT_EQ(letter(table.given), 'A');
}

TEST(Grade, FallsWithTheMedianWidth) {
  for (const auto& [width, expected] : {std::pair{0.015, grade::b}, {0.04, grade::c}, {0.2, grade::d}}) {
    grade_input input;
    input.relative_half_widths = std::vector<double>(10, width);
    EXPECT_EQ(judge_table(input).given, expected) << width;
    EXPECT_TRUE(has(judge_table(input), quality_flag::noise_limited)) << width;
  }
}

TEST(Grade, AFewWidePointsCountThroughTheUpperTenth) {
  grade_input input = narrow();
  input.relative_half_widths[0] = 0.5;
  input.relative_half_widths[1] = 0.5;
  EXPECT_EQ(judge_table(input).given, grade::d);
}

TEST(Grade, FallsWithRejectionsAndDrift) {
  grade_input input = narrow();
  input.rejected_share = 0.2;
  EXPECT_EQ(judge_table(input).given, grade::b);
  input.rejected_share = 0.9;
  EXPECT_EQ(judge_table(input).given, grade::d);
  input = narrow();
  input.drift = 0.08;
  EXPECT_EQ(judge_table(input).given, grade::c);
  EXPECT_TRUE(has(judge_table(input), quality_flag::drift));
}

TEST(Grade, LaunchesDifferWhereTheirIntervalsDoNotTellIt) {
  grade_input input = narrow();
  input.between_launches = 2 * input.wished_half_width;  // wider than the intervals, yet no more than was wished for
  EXPECT_FALSE(has(judge_table(input), quality_flag::launches_differ));
  EXPECT_EQ(judge_table(input).given, grade::a);
  input.between_launches = 0.04;
  EXPECT_TRUE(has(judge_table(input), quality_flag::launches_differ));
  EXPECT_EQ(judge_table(input).given, grade::b);
  input.relative_half_widths = std::vector<double>(10, 0.03);
  EXPECT_FALSE(has(judge_table(input), quality_flag::launches_differ));
}

TEST(Grade, FlagsDoNotChangeTheLetterByThemselves) {
  grade_input input = narrow();
  input.counters_available = false;
  input.slowest_clock_share = 0.8;
  input.quota_throttled = true;
  const quality table = judge_table(input);
  EXPECT_EQ(table.given, grade::a);
  EXPECT_TRUE(has(table, quality_flag::counters_unavailable));
  EXPECT_TRUE(has(table, quality_flag::throttled));
  EXPECT_TRUE(has(table, quality_flag::quota_throttled));
}

TEST(Grade, PointsFromRejectedSamplesMakeAD) {
  grade_input input = narrow();
  input.points_from_rejected = 1;
  EXPECT_EQ(judge_table(input).given, grade::d);
  EXPECT_TRUE(has(judge_table(input), quality_flag::disturbed));
}

TEST(Grade, AFewOfManyPointsFromRejectedSamplesAreOnlyFlagged) {
  grade_input input = narrow();
  input.relative_half_widths.assign(100, input.relative_half_widths.front());
  input.points_from_rejected = 2;
  EXPECT_EQ(judge_table(input).given, grade::a);
  EXPECT_TRUE(has(judge_table(input), quality_flag::disturbed));
  input.points_from_rejected = 3;
  EXPECT_EQ(judge_table(input).given, grade::d);
}

TEST(Grade, NoDataIsAD) {
  grade_input input;
  input.points_without_data = 3;
  EXPECT_EQ(judge_table(input).given, grade::d);
  EXPECT_TRUE(has(judge_table(input), quality_flag::incomplete));
}

TEST(Grade, MeetsComparesLetters) {
  static_assert(meets(grade::a, grade::b));
  static_assert(meets(grade::b, grade::b));
  static_assert(!meets(grade::d, grade::c));
  EXPECT_TRUE(meets(grade::a, grade::d));
}

TEST(Grade, InputCollectsWidthsAndShares) {
  std::vector<result> results(3);
  results[0].accepted = 6;
  results[0].rejected = 2;
  results[0].normalised = {.median = 2.0, .low = 1.9, .high = 2.1, .coverage = 0.96, .effective_samples = 6.0};
  results[1].rejected = 2;
  results[1].from_rejected = true;
  results[1].normalised = {.median = 1.0, .low = 1.0, .high = 1.0, .coverage = 0.0, .effective_samples = 2.0};
  const grade_input input = grade_input_of(results);
  ASSERT_EQ(input.relative_half_widths.size(), 2U);
  EXPECT_NEAR(input.relative_half_widths[0], 0.05, 1e-12);
  EXPECT_DOUBLE_EQ(input.rejected_share, 0.4);
  EXPECT_EQ(input.points_from_rejected, 1U);
  EXPECT_EQ(input.points_without_data, 1U);
}

TEST(Grade, CanaryChangeSeesDriftOfEachCanaryAlone) {
  std::vector<round_record> rounds(6);
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    const double slow = i < 3 ? 1.0 : 1.2;
    rounds[i].start = {.clock_hz = 3e9, .fma_s = 1e-5, .cache_s = 1e-5, .dram_s = 1e-4 * slow};
    rounds[i].end = rounds[i].start;
  }
  const canary_change change = change_over(rounds);
  EXPECT_NEAR(change.dram, 0.2, 1e-9);
  EXPECT_NEAR(change.clock, 0.0, 1e-12);
  EXPECT_NEAR(change.fma_cycles, 0.0, 1e-12);
  EXPECT_DOUBLE_EQ(change_over({}).dram, 0.0);
}

TEST(Grade, EveryFlagHasANameAndAdviceOfItsOwn) {
  std::set<std::string_view> texts;
  for (const quality_flag flag : all_quality_flags) {
    texts.insert(name(flag));
    texts.insert(advice(flag));
  }
  EXPECT_EQ(texts.size(), 2 * all_quality_flags.size());
  EXPECT_EQ(texts.count("unknown"), 0U);
}

}  // namespace
}  // namespace calib::measure
