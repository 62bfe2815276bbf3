#include "foreign/bad_rows.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::string rows(std::size_t good, const std::string& bad) {
  std::string text = "m,n,k,latency_s\n" + bad;
  for (std::size_t m = 1; m <= good; ++m) text += std::to_string(m) + ",1,1,1e-6\n";
  return text;
}

TEST(BadRows, AreCountedByReasonWithTheFirstLineOfEach) {
  const std::string text = reasons_text({{7, "is empty", ""}, {8, "is not above 0", "0"}, {9, "is not above 0", "-1"}});
  EXPECT_EQ(text, "  2: is not above 0; first in line 8: '0'\n  1: is empty; first in line 7\n");
}

TEST(BadRows, FewAreLeftOutManyRefusedUnlessAllowed) {
  EXPECT_EQ(read_as(rows(19, "1,1,1,0\n")).bad_rows.size(), 1U);
  EXPECT_EQ(read_as(rows(19, "1,1,1,0\n")).rows, 20U);
  const std::string message = refusal(rows(18, "1,1,1,0\n"));
  EXPECT_THAT(message, HasSubstr("1 of 19 rows are bad, which is above 5 %"));
  EXPECT_THAT(message, HasSubstr("latency_s is not above 0; first in line 2: '0'"));
  EXPECT_THAT(message, HasSubstr("--allow-bad-rows"));
  read_options options = of_gemm();
  options.allow_bad_rows = true;
  EXPECT_EQ(read_as(rows(1, "1,1,1,0\n"), options).set.shapes.size(), 1U);
  EXPECT_THAT(refusal(rows(0, "1,1,1,0\n"), options), HasSubstr("no good row among 1"));
}

TEST(BadRows, SayWhatEachKindLacks) {
  read_options options = of_gemm();
  options.allow_bad_rows = true;
  const auto found = read_as(rows(1,
                                  "1,1,1,-1\n"
                                  "1,1,1,nan\n"
                                  "1,1,1,\n"
                                  "1.5,1,1,1\n"
                                  "0,1,1,1\n"
                                  "1,1,1\n"
                                  "1,1,1,1,1\n"
                                  "N,1,1,1\n"),
                             options);
  std::vector<std::string> reasons;
  for (const bad_row& row : found.bad_rows) reasons.push_back(row.reason);
  EXPECT_THAT(reasons, ElementsAre("latency_s is not above 0", "latency_s is not a number", "latency_s is empty",
                                   HasSubstr("m is not a whole number"), HasSubstr("m is 0"), HasSubstr("fewer cells"),
                                   HasSubstr("decimal commas need quotes"), "m is not a number"));
}

TEST(BadRows, NumbersThatMayMeanAnotherAreRefusedHoweverFew) {
  read_options options = of_gemm();
  options.allow_bad_rows = true;
  EXPECT_THAT(refusal(rows(99, "\"1,024\",1,1,1e-6\n"), options), HasSubstr("line 2: m is '1,024'"));
  EXPECT_THAT(refusal(rows(99, "1,1,1,12.3 us\n"), options), HasSubstr("latency_s is '12.3 us'"));
  EXPECT_THAT(refusal(rows(99, "1.024,1,1,1e-6\n"), options), HasSubstr("groups of digits"));
}

TEST(BadRows, NumbersInFormsOfOtherProgramsAreNamed) {
  EXPECT_THAT(refusal(rows(99, "1,1,1,1d-5\n")), HasSubstr("with e: 1e-5"));
  EXPECT_THAT(refusal(rows(99, "0x10,1,1,1e-5\n")), HasSubstr("in decimal digits"));
  EXPECT_THAT(refusal(rows(99,
                           "1,1,1,1e\xe2\x88\x92"
                           "5\n")),
              HasSubstr("the minus sign as -"));
  EXPECT_THAT(refusal(rows(99, "1,1,1,12d\n")), HasSubstr("a number and more"));
}

TEST(BadRows, AreShapesThatCannotBe) {
  const std::string header = "batch,in_channels,in_h,in_w,out_channels,kernel_h,kernel_w,groups,latency_s\n";
  const std::string message =
      refusal(header + "1,8,2,8,8,5,1,1,1e-6\n1,8,8,8,8,3,3,16,1e-6\n1,8,8,8,8,3,3,1,1e-6\n", {.operation = "conv2d"});
  EXPECT_THAT(message, HasSubstr("kernel_h is more than in_h"));
  EXPECT_THAT(message, HasSubstr("groups are more than in_channels"));
}

}  // namespace
}  // namespace calib::foreign
