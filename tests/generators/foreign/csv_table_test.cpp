#include "foreign/csv_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(CsvTable, RefusesASecondHeaderThatIsACommentWithAnotherUnit) {
  EXPECT_THAT(refusal("# m,n,k,latency_s\n1,1,1,1e-6\n# m,n,k,latency_us\n2,1,1,2\n"),
              HasSubstr("line 3 names other columns than line 1"));
  EXPECT_EQ(read_as("# m,n,k,latency_s\n1,1,1,1e-6\n# m, n and k are sizes\n2,1,1,2\n").rows, 2U);
}

TEST(CsvTable, RefusesASecondHeaderThatKnowsMoreColumnsOrFewer) {
  const std::string first = "m,n,k,avg_ms,min_ms\n1,1,1,5,4\n";
  for (const char* const second :
       {"m,n,k,avg_us,gflops\n", "m,n,k,gflops,note\n", "m,n,k,time_us,min_us,median_us\n"}) {
    EXPECT_THAT(refusal(first + second + "2,1,1,7,33\n"), HasSubstr("line 3 names other columns")) << second;
  }
}

TEST(CsvTable, RefusesASecondHeaderOfAnotherOperationOrBehindARow) {
  const std::string first = "m,n,k,latency_s\n1,1,1,5\n";
  EXPECT_THAT(refusal(first + "b,h,s,time_us\n2,1,1,7\n"), HasSubstr("line 3 names other columns"));
  EXPECT_THAT(refusal("m,n,k,latency_s\n1,1,1,5m,n,k,latency_us\n2,1,1,7\n"), HasSubstr("line 2 goes over into"));
}

TEST(CsvTable, RefusesDataAboveTheHeader) {
  EXPECT_THAT(refusal("m,n,time\n1,1,1\nm,n,k,time_us\n2,1,1,7\n"), HasSubstr("line 2 holds data above line 3"));
  EXPECT_THAT(refusal("m,n,type\n1,1,f32\nm,n,k,time_us\n2,1,1,7\n"), HasSubstr("line 2 holds data"));
  EXPECT_THAT(refusal("1,1,1,5\nm,n,k,time_us\n2,1,1,7\n"), HasSubstr("line 1 holds data"));
  EXPECT_THAT(refusal("# m,n,k,time_s\n1,1,1,5\nm,n,k,time_us\n2,1,1,7\n"), HasSubstr("line 2 holds data"));
}

TEST(CsvTable, PrefersAHeaderToRemarksAboutIt) {
  const auto latency = [](const std::string& above) {
    return read_as(above + "m,n,k,time_us,note\n1,1,1,5,x\n").set.shapes.at(0).latency_s;
  };
  EXPECT_DOUBLE_EQ(latency("# m,n,k,time_ms,min_ms\n"), 5e-6);
  EXPECT_DOUBLE_EQ(latency("# time in ms, mean of 10, min, max, best, median\n"), 5e-6);
  EXPECT_DOUBLE_EQ(latency("All times are average, best, median, minimum, fastest, in ms\n"), 5e-6);
  EXPECT_DOUBLE_EQ(latency("sizes: 16,32,64,128\n"), 5e-6);
}

TEST(CsvTable, DropsAHeaderThatIsRepeatedInAnyCaseAndBehindAMark) {
  const auto found =
      read_as("\xef\xbb\xbfm,n,k,latency_s\n1,1,1,5\n\xef\xbb\xbfm,n,k,latency_s\n2,1,1,5\nM,N,K,Latency_S\n3,1,1,5\n");
  EXPECT_EQ(found.rows, 3U);
  EXPECT_THAT(found.notes, Contains("the header is repeated 2 times"));
}

TEST(CsvTable, TellsCommentsThatLookLikeRows) {
  const auto found = read_as("id,m,n,k,latency_s\n#0,1,1,1,5\n1,2,1,1,5\n#2,3,1,1,5\n# a remark\n");
  EXPECT_EQ(found.rows, 1U);
  EXPECT_THAT(found.notes, Contains(HasSubstr("left out as comments: 2 lines behind # with as many cells")));
}

TEST(CsvTable, SaysHowToReplaceOtherDelimiters) {
  EXPECT_THAT(refusal("m:n:k:latency_s\n1:2:3:4\n"), HasSubstr("tr ':' ,"));
}

TEST(CsvTable, PassesOverRulesBelowHeaders) {
  EXPECT_EQ(read_as("| m | n | k | time_us |\n|---|:--|---|---|\n| 1 | 1 | 1 | 5 |\n").rows, 1U);
  EXPECT_EQ(read_as(" m | n | k | time_us \n---+---+---+---\n 1 | 1 | 1 | 5\n").rows, 1U);
  EXPECT_EQ(read_as("m,n,k,time_us\n1,1,1,5\n-,-,-,-\n", {.operation = "gemm", .allow_bad_rows = true}).rows, 2U);
}

}  // namespace
}  // namespace calib::foreign
