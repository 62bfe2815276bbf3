#include "foreign/where.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::HasSubstr;

constexpr std::string_view text =
    "m,n,k,precision,device,latency_s\n"
    "1,1,1,fp16,0,1\n"
    "2,1,1,fp32,0,2\n"
    "3,1,1,fp32,1,3\n";

read_options where(std::vector<condition> conditions) {
  read_options options = of_gemm();
  options.where = std::move(conditions);
  return options;
}

TEST(Where, KeepsRowsThatMeetAllConditions) {
  EXPECT_EQ(read_as(text, where({{"precision", {"fp32"}}})).set.shapes.size(), 2U);
  EXPECT_EQ(read_as(text, where({{"Precision", {"fp32", "fp16"}}})).set.shapes.size(), 3U);
  EXPECT_EQ(read_as(text, where({{"precision", {"fp32"}}, {"device", {"1.0"}}})).set.shapes.size(), 1U);
}

TEST(Where, TakesOurNamesOfDimensionsToo) {
  read_options options = where({{"m", {"2"}}});
  options.aliases = {{"m", "rows"}};
  EXPECT_EQ(read_as("rows,n,k,latency_s\n1,1,1,1\n2,1,1,1\n", options).set.shapes.size(), 1U);
}

TEST(Where, NamesTheColumnsAndValuesThatThereAre) {
  EXPECT_THAT(refusal(text, where({{"dtype", {"fp32"}}})), HasSubstr("it has m, n, k, precision, device"));
  EXPECT_THAT(refusal(text, where({{"precision", {"fp8"}}})), HasSubstr("there are fp16, fp32"));
  EXPECT_THAT(refusal(text, where({{"precision", {"fp16"}}, {"device", {"1"}}})), HasSubstr("there are 0"));
}

TEST(Where, QuotesWhatAShellWouldTake) {
  EXPECT_EQ(where_option("precision", "fp32"), "--where precision=fp32");
  EXPECT_EQ(where_option("benchmark", "BM<float>"), "--where 'benchmark=BM<float>'");
}

}  // namespace
}  // namespace calib::foreign
