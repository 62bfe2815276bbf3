#include "coverage_report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace calib::tool {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

fit::measurement_set products(std::vector<std::vector<std::size_t>> shapes) {
  fit::measurement_set set;
  set.operation = "gemm";
  set.dimensions = {"m", "n", "k"};
  for (auto& dims : shapes) set.shapes.push_back({std::move(dims), 1e-6});
  return set;
}

profile_io::table_data table_of(std::vector<std::vector<std::uint64_t>> knots, std::uint32_t shapes) {
  profile_io::table_data table;
  table.operation = "gemm";
  table.setting = "lib_1t_warm";
  table.fitted = true;
  table.misfits.shapes = shapes;
  for (std::size_t d = 0; d < knots.size(); ++d) {
    table.axes.push_back({.name = std::string(1, "mnk"[d]), .knots = std::move(knots[d])});
  }
  return table;
}

TEST(CoverageReport, FlagsDimensionsThatVaryTogether) {
  EXPECT_THAT(coverage_flags(products({{1, 1, 1}, {2, 2, 2}, {8, 8, 8}})), ElementsAre("tied:m=n=k"));
  EXPECT_THAT(coverage_flags(products({{1, 4, 7}, {2, 8, 7}, {8, 32, 9}})), ElementsAre("tied:m=n"));
  EXPECT_THAT(coverage_flags(products({{1, 1, 5}, {2, 4, 5}, {8, 64, 5}})), ElementsAre("tied:m=n"));
}

TEST(CoverageReport, FlagsNoDimensionsThatVaryApart) {
  EXPECT_THAT(coverage_flags(products({{1, 1, 1}, {2, 2, 2}, {8, 8, 8}, {8, 2, 1}})), IsEmpty());
  EXPECT_THAT(coverage_flags(products({{1, 5, 5}, {2, 5, 5}})), IsEmpty());
  EXPECT_THAT(coverage_flags(products({{1, 5, 5}})), IsEmpty());
}

TEST(CoverageReport, FindsTheLineOfDimensionsInProportion) {
  EXPECT_THAT(coverage_line(products({{1, 2, 7}, {2, 4, 7}, {8, 16, 9}})), ElementsAre(1U, 2U, 0U));
  EXPECT_THAT(coverage_line(products({{7, 2, 1}, {9, 4, 2}, {9, 8, 4}})), ElementsAre(0U, 2U, 1U));
  EXPECT_THAT(coverage_line(products({{1, 1, 5}, {2, 4, 5}, {8, 64, 5}})), IsEmpty());
  EXPECT_THAT(coverage_line(products({{1, 1, 1}, {2, 3, 5}})), IsEmpty());
}

TEST(CoverageReport, SaysThatOneShapeHasNoError) {
  EXPECT_THAT(coverage_sentences(table_of({{64}, {64}, {64}}, 1)), ElementsAre(HasSubstr("no error can be stated")));
}

TEST(CoverageReport, NamesTheOnlySizeOfADimension) {
  profile_io::table_data table = table_of({{1, 2, 4}, {4096}, {64, 4096, 8192}}, 10);
  table.axes[2].measured = profile_io::range_data{4096, 4096};
  EXPECT_THAT(coverage_sentences(table), ElementsAre(HasSubstr("n was 4096, k was 4096 in every row")));
  EXPECT_THAT(coverage_sentences(table_of({{1, 2}, {1, 2}, {1, 2}}, 8)), IsEmpty());
}

TEST(CoverageReport, SaysThatFewShapesHaveAPoorError) {
  EXPECT_THAT(coverage_sentences(table_of({{1, 2}, {1, 2}, {1, 2}}, 2)),
              ElementsAre(HasSubstr("2 shapes were measured")));
}

TEST(CoverageReport, ExplainsTheFlag) {
  profile_io::table_data table = table_of({{1, 2}, {1, 2}, {1, 2}}, 8);
  table.quality.flags = {"drift", "tied:m=n=k"};
  EXPECT_THAT(coverage_text(table), HasSubstr("m, n, k varied only together"));
}

TEST(CoverageReport, SaysNothingOfGridsThatWereMeasured) {
  profile_io::table_data table = table_of({{64}, {64}, {64}}, 0);
  table.fitted = false;
  EXPECT_THAT(coverage_text(table), IsEmpty());
}

}  // namespace
}  // namespace calib::tool
