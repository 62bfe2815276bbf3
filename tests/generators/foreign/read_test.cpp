#include "fit/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "usage_error.hpp"

namespace calib::fit {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

csv_options gemm_options() { return {.operation = "gemm", .precision = precision::f32, .aliases = {}}; }

std::string message_of(std::string_view text, const csv_options& options) {
  try {
    read_csv_text(text, "file.csv", options);
  } catch (const usage_error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Csv, ReadsShapesWhateverTheOrderOfColumns) {
  const auto set = read_csv_text("latency_s,k,m,n\n1e-3,3,1,2\n", "file.csv", gemm_options());
  ASSERT_EQ(set.shapes.size(), 1U);
  EXPECT_THAT(set.shapes[0].dims, ElementsAre(1U, 2U, 3U));
  EXPECT_EQ(set.shapes[0].latency_s, 1e-3);
}

TEST(Csv, MergesRepeatedShapesByMedianAndReportsTheirSpread) {
  const auto set =
      read_csv_text("m,n,k,latency_s\n1,1,1,10\n1,1,1,12\n2,1,1,5\n1,1,1,11\n", "file.csv", gemm_options());
  ASSERT_EQ(set.shapes.size(), 2U);
  EXPECT_EQ(set.shapes[0].latency_s, 11);
  EXPECT_EQ(set.shapes[0].rows, 3U);
  EXPECT_EQ(set.repeated_shapes, 1U);
  EXPECT_DOUBLE_EQ(set.noise, 2.0 / 22.0);
}

TEST(Csv, ReportsBadRowsByLineAndKeepsTheOthers) {
  const auto set = read_csv_text(
      "m,n,k,latency_s\n"
      "1,1,1,-1\n"
      "1,1,1,nan\n"
      "1,1,1,\n"
      "1.5,1,1,1\n"
      "0,1,1,1\n"
      "1,1,1\n"
      "8,8,8,1e-6\n",
      "file.csv", gemm_options());
  ASSERT_EQ(set.shapes.size(), 1U);
  std::vector<std::size_t> lines;
  for (const bad_row& row : set.bad_rows) lines.push_back(row.line);
  EXPECT_THAT(lines, ElementsAre(2U, 3U, 4U, 5U, 6U, 7U));
  EXPECT_THAT(set.bad_rows[0].reason, HasSubstr("latency is '-1'"));
  EXPECT_THAT(set.bad_rows[3].reason, HasSubstr("m is '1.5'"));
  EXPECT_THAT(set.bad_rows[5].reason, HasSubstr("3 cells"));
}

TEST(Csv, ReportsShapesThatCannotBe) {
  const std::string header = "batch,in_channels,in_h,in_w,out_channels,kernel_h,kernel_w,groups,latency_s\n";
  const auto set = read_csv_text(header + "1,8,2,8,8,5,1,1,1e-6\n1,8,8,8,8,3,3,16,1e-6\n1,8,8,8,8,3,3,1,1e-6\n",
                                 "file.csv", {.operation = "conv2d", .precision = precision::f32, .aliases = {}});
  EXPECT_EQ(set.shapes.size(), 1U);
  ASSERT_EQ(set.bad_rows.size(), 2U);
  EXPECT_THAT(set.bad_rows[0].reason, HasSubstr("kernel_h is more than in_h"));
  EXPECT_THAT(set.bad_rows[1].reason, HasSubstr("groups are more than in_channels"));
}

TEST(Csv, SaysWhichDimensionsItAssumesButNotTheirDetails) {
  const auto set = read_csv_text(
      "batch,in_channels,in_h,in_w,out_channels,kernel_h,kernel_w,pad,latency_s\n"
      "1,8,8,8,8,3,3,1,1e-6\n",
      "file.csv", {.operation = "conv2d", .precision = precision::f32, .aliases = {}});
  EXPECT_THAT(set.notes, ElementsAre(HasSubstr("'stride'"), HasSubstr("'dilation'"), HasSubstr("'groups'")));
}

TEST(Csv, TakesWeightsInAFormatOfTheirOwnWhereThereAreWeights) {
  const std::string rows = "m,n,k,latency_s\n1,4096,4096,1e-5\n";
  EXPECT_EQ(read_csv_text(rows, "file.csv", {.operation = "linear", .precision = precision::w4a16, .aliases = {}})
                .shapes.size(),
            1U);
  EXPECT_THAT(message_of(rows, {.operation = "gemm", .precision = precision::w4a16, .aliases = {}}),
              HasSubstr("gemm is not done in w4a16"));
}

TEST(Csv, TakesAliasesAndNamesUnusedColumns) {
  csv_options options = gemm_options();
  options.aliases = {{"latency_s", "seconds"}, {"m", "rows"}};
  const auto set = read_csv_text("rows,n,k,seconds,std_s\n4,5,6,1,0\n", "file.csv", options);
  EXPECT_THAT(set.shapes.at(0).dims, ElementsAre(4U, 5U, 6U));
  EXPECT_THAT(set.notes, ElementsAre(HasSubstr("std_s")));
}

TEST(Csv, TakesProductsWithABatchAsBatched) {
  const auto set = read_csv_text("m,n,k,batch,latency_s\n1,2,3,4,1e-3\n", "file.csv", gemm_options());
  EXPECT_EQ(set.operation, "batched_gemm");
  EXPECT_THAT(set.dimensions, ElementsAre("batch", "m", "n", "k"));
  EXPECT_THAT(set.shapes.at(0).dims, ElementsAre(4U, 1U, 2U, 3U));
  EXPECT_THAT(set.notes, ElementsAre(HasSubstr("batched_gemm")));
}

TEST(Csv, SkipsCommentsAndBlankLinesAndWindowsLineEnds) {
  const auto set = read_csv_text("# made by hand\r\nm,n,k,latency_s\r\n\r\n1,2,3,4\r\n", "file.csv", gemm_options());
  EXPECT_EQ(set.shapes.size(), 1U);
  EXPECT_TRUE(set.bad_rows.empty());
}

TEST(Csv, NamesMissingColumnsAndTheRemedy) {
  const std::string message = message_of("m,n,latency\n1,1,1\n", gemm_options());
  EXPECT_THAT(message, HasSubstr("file.csv"));
  EXPECT_THAT(message, HasSubstr("k, latency_s"));
  EXPECT_THAT(message, HasSubstr("--alias"));
}

TEST(Csv, RefusesEmptyTextAndTextWithoutAGoodRow) {
  EXPECT_THAT(message_of("", gemm_options()), HasSubstr("empty"));
  EXPECT_THAT(message_of("m,n,k,latency_s\n1,1,1,0\n", gemm_options()), HasSubstr("no good row among 1"));
}

TEST(Csv, RefusesAnUnknownOperation) {
  EXPECT_THAT(message_of("m\n", {.operation = "matmul", .precision = precision::f32, .aliases = {}}),
              HasSubstr("no operation \"matmul\"; matrix products are gemm"));
}

TEST(Csv, ReadsPlainAndGzippedFiles) {
  const auto folder = std::filesystem::path(testing::TempDir());
  const auto plain = folder / "calib_csv_test.csv", packed = folder / "calib_csv_test.csv.gz";
  const std::string text = "m,n,k,latency_s\n1,2,3,4\n";
  std::ofstream(plain) << text;
  gzFile file = gzopen(packed.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  EXPECT_EQ(read_csv(plain, gemm_options()).shapes.size(), 1U);
  EXPECT_EQ(read_csv(packed, gemm_options()).shapes.size(), 1U);
  EXPECT_THROW(read_csv(folder / "calib_csv_test_missing.csv", gemm_options()), usage_error);
  EXPECT_THROW(read_csv(folder, gemm_options()), usage_error);
}

}  // namespace
}  // namespace calib::fit
