#include "foreign/columns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(Columns, FindsUsualNamesAndUnits) {
  const auto found = read_as("M,N,K,batch_size,time_ms\n1,2,3,4,5\n");
  EXPECT_EQ(found.set.operation, "batched_gemm");
  EXPECT_THAT(found.set.shapes.at(0).dims, ElementsAre(4U, 1U, 2U, 3U));
  EXPECT_DOUBLE_EQ(found.set.shapes[0].latency_s, 5e-3);
  EXPECT_THAT(found.notes, Contains(HasSubstr("'time_ms', in ms")));
}

TEST(Columns, TakesTheUnitFromTheUserWhereTheNameHasNone) {
  read_options options = of_gemm();
  EXPECT_THAT(refusal("m,n,k,time\n1,1,1,5\n", options), HasSubstr("--unit"));
  options.unit = time_unit::us;
  EXPECT_DOUBLE_EQ(read_as("m,n,k,time\n1,1,1,5\n", options).set.shapes.at(0).latency_s, 5e-6);
  EXPECT_THAT(refusal("m,n,k,time_ms\n1,1,1,5\n", options), HasSubstr("says ms in column 'time_ms'"));
  EXPECT_THAT(refusal("m,n,k,latency_s\n1,1,1,5\n", options), HasSubstr("says s"));
}

TEST(Columns, AnAliasForSecondsKeepsTheUnitThatTheColumnNames) {
  read_options options = of_gemm();
  options.aliases = {{"latency_s", "time_us"}};
  EXPECT_DOUBLE_EQ(read_as("m,n,k,time_us\n1,1,1,5\n", options).set.shapes.at(0).latency_s, 5e-6);
  options.aliases = {{"latency_s", "took"}};
  EXPECT_DOUBLE_EQ(read_as("m,n,k,took\n1,1,1,5\n", options).set.shapes.at(0).latency_s, 5);
}

TEST(Columns, AnAliasOfAnotherNameGuessesNoUnitAndNoneIsARate) {
  read_options options = of_gemm();
  options.aliases = {{"latency", "avg"}};
  EXPECT_THAT(refusal("m,n,k,avg\n1,1,1,5\n", options), HasSubstr("add --unit"));
  options.aliases = {{"latency_s", "gflops"}};
  EXPECT_THAT(refusal("m,n,k,gflops\n1,1,1,5\n", options), HasSubstr("that is a rate"));
  options.aliases = {{"latency_s", "wait (?s)"}};
  EXPECT_THAT(refusal("m,n,k,wait (?s)\n1,1,1,5\n", options), HasSubstr("add --unit"));
}

TEST(Columns, PassOverColumnsThatMayTimeSomethingElse) {
  const auto latency = [](const std::string& names) {
    return read_as("m,n,k," + names + "\n1,1,1,5,7\n").set.shapes.at(0).latency_s;
  };
  EXPECT_DOUBLE_EQ(latency("mean_ms,ref_ms"), 5e-3);
  EXPECT_DOUBLE_EQ(latency("baseline_median_ms,time_ms"), 7e-3);
  EXPECT_DOUBLE_EQ(latency("mean_ms,GFLOP/sec"), 5e-3);
  EXPECT_DOUBLE_EQ(latency("min_us,99th_us"), 5e-6);
  EXPECT_DOUBLE_EQ(latency("cublas_mean_us,cublas_min_us"), 5e-6);
  EXPECT_THAT(refusal("m,n,k,cublas_mean_ms,ours_median_ms\n1,1,1,5,7\n"), HasSubstr("may each be the latency"));
  EXPECT_THAT(refusal("m,n,k,total_ms,softmax_ms\n1,1,1,5,7\n"), HasSubstr("may each be the latency"));
}

TEST(Columns, RefuseATotalBesideACountOfCalls) {
  EXPECT_THAT(refusal("m,n,k,iterations,total_time_ms\n1,1,1,5,7\n"), HasSubstr("which 'iterations' counts"));
  read_options options = of_gemm();
  options.aliases = {{"latency_s", "total_time_ms"}};
  EXPECT_EQ(refusal("m,n,k,iterations,total_time_ms\n1,1,1,5,7\n", options), "no error");
}

TEST(Columns, AskForNamesThatDifferWhereOneIsThereTwice) {
  EXPECT_THAT(refusal("m,n,k,m,latency_s\n1,1,1,2,5\n"), HasSubstr("give them different names"));
  read_options options = of_gemm();
  options.aliases = {{"m", "m"}};
  EXPECT_THAT(refusal("m,n,k,m,latency_s\n1,1,1,2,5\n", options), HasSubstr("several columns m"));
}

TEST(Columns, AskWhetherACountIsTheSize) {
  EXPECT_THAT(refusal("n,count,time_us\n64,10,5\n", {.operation = "add"}), HasSubstr("n, count may each be elements"));
  EXPECT_THAT(refusal("size,count,time_us\n64,10,5\n", {.operation = "add"}), HasSubstr("size, count may each be"));
  EXPECT_EQ(read_as("count,time_us\n64,5\n", {.operation = "add"}).set.shapes.size(), 1U);
}

TEST(Columns, RefusesAliasesThatNameNothing) {
  read_options options = of_gemm();
  options.aliases = {{"m", "rows"}};
  EXPECT_THAT(refusal("m,n,k,latency_s\n1,1,1,5\n", options), HasSubstr("no column rows; it has m, n, k, latency_s"));
  options.aliases = {{"batch_sizes", "m"}};
  EXPECT_THAT(refusal("m,n,k,latency_s\n1,1,1,5\n", options), HasSubstr("gemm has no dimension batch_sizes"));
}

TEST(Columns, AsksWhereSeveralColumnsMayBeMeant) {
  EXPECT_THAT(refusal("m,n,k,cold_ms,warm_ms\n1,1,1,5,5\n"), HasSubstr("cold_ms, warm_ms may each be the latency"));
  EXPECT_THAT(refusal("m,n,k,bs,minibatch,latency_s\n1,1,1,5,5,5\n"), HasSubstr("bs, minibatch may each be batch"));
}

TEST(Columns, TakesBothDirectionsFromOneAndDilationFromZero) {
  const auto found = read_as("mb,ic,ih,oc,kh,ph,dh,time_us\n1,8,28,8,3,2,1,5\n", {.operation = "conv2d"});
  const auto& names = found.set.dimensions;
  const auto size = [&](const char* name) {
    return found.set.shapes.at(0).dims[static_cast<std::size_t>(std::ranges::find(names, name) - names.begin())];
  };
  EXPECT_EQ(size("in_w"), 28U);
  EXPECT_EQ(size("kernel_w"), 3U);
  EXPECT_EQ(size("pad_bottom"), 2U);
  EXPECT_EQ(size("pad_right"), 2U);
  EXPECT_EQ(size("dilation_w"), 2U);
  EXPECT_THAT(found.notes, Contains(HasSubstr("'dh' counts from 0")));
}

TEST(Columns, SaysWhichDimensionsAreAssumedButNotTheirDetails) {
  const auto found = read_as(
      "batch,in_channels,in_h,in_w,out_channels,kernel_h,kernel_w,pad,latency_s\n"
      "1,8,8,8,8,3,3,1,1e-6\n",
      {.operation = "conv2d"});
  EXPECT_THAT(found.notes, ElementsAre(HasSubstr("'stride'"), HasSubstr("'dilation'"), HasSubstr("'groups'")));
}

TEST(Columns, NamesMissingColumnsAndTheRemedy) {
  const std::string message = refusal("m,n,other\n1,1,1\n");
  EXPECT_THAT(message, HasSubstr("file.csv"));
  EXPECT_THAT(message, HasSubstr("no column k, latency_s; the file has m, n, other"));
  EXPECT_THAT(message, HasSubstr("--alias"));
}

}  // namespace
}  // namespace calib::foreign
