#include "foreign/read.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(Read, TakesShapesWhateverTheOrderOfColumns) {
  const auto found = read_as("latency_s,k,m,n\n1e-3,3,1,2\n");
  ASSERT_EQ(found.set.shapes.size(), 1U);
  EXPECT_THAT(found.set.shapes[0].dims, ElementsAre(1U, 2U, 3U));
  EXPECT_EQ(found.set.shapes[0].latency_s, 1e-3);
}

TEST(Read, MergesRepeatedShapesByMedianAndReportsTheirSpread) {
  const auto found = read_as("m,n,k,latency_s\n1,1,1,10\n1,1,1,12\n2,1,1,5\n1,1,1,11\n");
  ASSERT_EQ(found.set.shapes.size(), 2U);
  EXPECT_EQ(found.set.shapes[0].latency_s, 11);
  EXPECT_EQ(found.set.shapes[0].rows, 3U);
  EXPECT_EQ(found.set.repeated_shapes, 1U);
  EXPECT_DOUBLE_EQ(found.set.noise, 2.0 / 22.0);
}

TEST(Read, TakesWeightsInAFormatOfTheirOwnWhereThereAreWeights) {
  const std::string rows = "m,n,k,latency_s\n1,4096,4096,1e-5\n";
  EXPECT_EQ(read_as(rows, {.operation = "linear", .precision = precision::w4a16}).set.shapes.size(), 1U);
  EXPECT_THAT(refusal(rows, {.operation = "gemm", .precision = precision::w4a16}),
              HasSubstr("gemm is not done in w4a16"));
}

TEST(Read, TakesAliasesAndNamesUnusedColumns) {
  read_options options = of_gemm();
  options.aliases = {{"latency_s", "seconds"}, {"m", "rows"}};
  const auto found = read_as("rows,n,k,seconds,std_s\n4,5,6,1,0\n", options);
  EXPECT_THAT(found.set.shapes.at(0).dims, ElementsAre(4U, 5U, 6U));
  EXPECT_THAT(found.notes, Contains("column not used: std_s"));
}

TEST(Read, TakesAHeaderBelowABannerAndSaysSo) {
  const auto found = read_as("benchmark of 5 products, time: noon\n\n# a comment\nm,n,k,latency_s\n1,2,3,4\n");
  EXPECT_EQ(found.set.shapes.size(), 1U);
  EXPECT_THAT(found.notes, Contains(HasSubstr("1 line before the header in line 4 left out")));
  EXPECT_EQ(read_as("# m,n,k,latency_s\n1,2,3,4\n").set.shapes.size(), 1U);
}

TEST(Read, TakesTabsSemicolonsAndDecimalCommasAndSaysSo) {
  EXPECT_THAT(read_as("m\tn\tk\tlatency_s\n1\t2\t3\t4\n").notes, ElementsAre("columns are separated by tabs"));
  const auto found = read_as("m;n;k;time_us\n1;2;3;0,5\n2;2;3;1,024\n");
  EXPECT_DOUBLE_EQ(found.set.shapes.at(1).latency_s, 1.024e-6);
  EXPECT_THAT(found.notes, Contains("numbers are read with decimal commas"));
  EXPECT_DOUBLE_EQ(read_as("m,n,k,latency_s\n1,2,3,\"0,000012\"\n").set.shapes.at(0).latency_s, 12e-6);
}

TEST(Read, RefusesLatenciesThatAreFractionsOrGroups) {
  EXPECT_THAT(refusal("m;n;k;time_us\n1;2;3;338\n2;2;3;1,344\n"), HasSubstr("'1,344', which may be a fraction or"));
  EXPECT_THAT(refusal("m;n;k;time_us\n1;2;3;338\n2;2;3;1.344\n"), HasSubstr("as line 2 has '338'"));
  EXPECT_THAT(refusal("m\tn\tk\ttime_us\n1\t2\t3\t338\n2\t2\t3\t1.344\n"), HasSubstr("may be a fraction"));
  EXPECT_EQ(refusal("m;n;k;time_us\n1;2;3;338\n2;2;3;1.344\n2;2;2;1.5\n"), "no error");
  EXPECT_EQ(refusal("m;n;k;time_us\n1;2;3;338,000\n2;2;3;1,344\n"), "no error");
  EXPECT_EQ(refusal("m,n,k,time_us\n1,2,3,338\n2,2,3,1.344\n"), "no error");
}

TEST(Read, RefusesLatenciesWhoseUnitAnotherColumnNames) {
  read_options options = of_gemm();
  options.unit = time_unit::us;
  const std::string text = "m,n,k,time,unit\n1,2,3,4,us\n2,2,3,4,ms\n";
  EXPECT_THAT(refusal(text, options), HasSubstr("line 3: column 'unit' says ms"));
  EXPECT_THAT(refusal(text, options), HasSubstr("--where unit=ms --unit ms"));
  options.where = {{"unit", {"us"}}};
  EXPECT_EQ(read_as(text, options).rows, 1U);
  EXPECT_EQ(read_as("m,n,k,time_ms,time_unit\n1,2,3,4,ms\n").rows, 1U);
}

TEST(Read, RefusesJsonAndSaysWhatIsRead) {
  for (const char* const text : {"{\"m\": 1}\n{\"m\": 2}\n", "[{\"m\": 1}]", "[\n [1, 2]]"}) {
    EXPECT_THAT(refusal(text), HasSubstr("is JSON")) << text;
  }
}

TEST(Read, SaysThatRowsEndInADelimiter) {
  EXPECT_THAT(refusal("m,n,k,latency_s\n1,2,3,4,\n"), HasSubstr("ends in a delimiter that the header lacks"));
}

TEST(Read, RefusesAHeaderThatSaysSomethingElseFurtherDown) {
  EXPECT_EQ(read_as("m,n,k,latency_s\n1,2,3,4\nm,n,k,latency_s\n2,2,3,4\n").set.shapes.size(), 2U);
  EXPECT_THAT(refusal("m,n,k,latency_s\n1,2,3,4\nk,n,m,latency_s\n2,2,3,4\n"), HasSubstr("line 3 names other columns"));
}

TEST(Read, PassesOverRowsWithoutAnyText) { EXPECT_EQ(read_as("m,n,k,latency_s\n1,2,3,4\n,,,\n , , , \n").rows, 1U); }

TEST(Read, RefusesTextWithoutAHeaderOrRows) {
  EXPECT_THAT(refusal(""), HasSubstr("is empty"));
  EXPECT_THAT(refusal("1,2,3,4\n2,2,3,4\n"), HasSubstr("line 1 holds numbers"));
  EXPECT_THAT(refusal("m n k latency_s\n1 2 3 4\n"), HasSubstr("tr -s ' ' ,"));
  EXPECT_THAT(refusal("m,n,k,latency_s\n"), HasSubstr("no rows"));
}

TEST(Read, RefusesAnUnknownOperation) {
  EXPECT_THAT(refusal("m\n", {.operation = "matmul"}), HasSubstr("no operation \"matmul\"; matrix products are gemm"));
}

TEST(Read, NotesAnotherPrecision) {
  EXPECT_THAT(read_as("m,n,k,dtype,latency_s\n1,2,3,bf16,4\n").notes, Contains(HasSubstr("'dtype' says bf16")));
  EXPECT_THAT(read_as("m,n,k,dtype,latency_s\n1,2,3,fp32,4\n").notes, Not(Contains(HasSubstr("says"))));
}

TEST(Read, TakesShapesWithoutLatencies) {
  read_options options = of_gemm();
  options.shapes_only = true;
  EXPECT_THAT(read_as("M;N;K\n1;2;3\n", options).set.shapes.at(0).dims, ElementsAre(1U, 2U, 3U));
  EXPECT_THAT(refusal("M;N;K\n1;2;3\n0;1;1\n", options), HasSubstr("1 of 2 rows are bad"));
}

TEST(Read, TakesPlainAndGzippedFiles) {
  const auto folder = std::filesystem::path(testing::TempDir());
  const auto plain = folder / "calib_foreign_test.csv", packed = folder / "calib_foreign_test.csv.gz";
  const std::string text = "m,n,k,latency_s\n1,2,3,4\n";
  std::ofstream(plain) << text;
  gzFile file = gzopen(packed.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  EXPECT_EQ(read(plain, of_gemm()).set.shapes.size(), 1U);
  EXPECT_EQ(read(packed, of_gemm()).set.shapes.size(), 1U);
  EXPECT_THROW(read(folder / "calib_foreign_test_missing.csv", of_gemm()), usage_error);
  EXPECT_THROW(read(folder, of_gemm()), usage_error);
}

TEST(Read, RefusesGzippedFilesThatWereCutOff) {
  const auto folder = std::filesystem::path(testing::TempDir());
  const auto packed = folder / "calib_foreign_test_cut.csv.gz";
  std::string text = "m,n,k,latency_s\n";
  for (int m = 1; m <= 1000; ++m) text += std::to_string(m) + "," + std::to_string(m * m % 977) + ",1,4\n";
  gzFile file = gzopen(packed.c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  const auto size = std::filesystem::file_size(packed);
  for (const auto left : {size - 4, size - 12, size / 2}) {
    std::filesystem::resize_file(packed, left);
    try {
      read(packed, of_gemm());
      ADD_FAILURE() << left << " bytes of " << size << " are read";
    } catch (const usage_error& error) {
      EXPECT_THAT(error.what(), HasSubstr("ends early")) << left;
    }
  }
}

}  // namespace
}  // namespace calib::foreign
