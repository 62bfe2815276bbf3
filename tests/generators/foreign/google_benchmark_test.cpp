#include "foreign/google_benchmark.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reading.hpp"

namespace calib::foreign {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;

const read_options options{.operation = "gemm", .format = file_format::google_benchmark};

std::string entry(const std::string& name, const std::string& time, const std::string& more = "") {
  return "{\"name\": \"" + name + "\", \"run_name\": \"" + name +
         "\", \"run_type\": \"iteration\", \"real_time\": " + time + ", \"cpu_time\": 1.0, \"time_unit\": \"us\"" +
         more + "}";
}

std::string document(const std::string& entries) { return "{\"context\": {}, \"benchmarks\": [" + entries + "]}"; }

TEST(GoogleBenchmark, ReadsArgumentsInTheOrderOfTheDimensions) {
  const auto found = read_as(document(entry("BM_Gemm<float>/16/32/64/real_time/threads:1", "2.5")), options);
  EXPECT_THAT(found.set.shapes.at(0).dims, ElementsAre(16U, 32U, 64U));
  EXPECT_DOUBLE_EQ(found.set.shapes[0].latency_s, 2.5e-6);
  EXPECT_THAT(found.notes, Contains(HasSubstr("taken as m, n, k")));
}

TEST(GoogleBenchmark, ReadsNamedArgumentsAndCounters) {
  const auto named = read_as(document(entry("BM_Gemm/k:64/n:32/m:16", "2.5")), options);
  EXPECT_THAT(named.set.shapes.at(0).dims, ElementsAre(16U, 32U, 64U));
  const auto counted = read_as(document(entry("BM_Gemm", "2.5", ", \"m\": 16, \"n\": 3.2e+01, \"k\": 64")), options);
  EXPECT_THAT(counted.set.shapes.at(0).dims, ElementsAre(16U, 32U, 64U));
}

TEST(GoogleBenchmark, TakesAliasesOfArguments) {
  read_options square = options;
  square.aliases = {{"m", "arg0"}, {"n", "arg0"}, {"k", "arg0"}};
  EXPECT_THAT(read_as(document(entry("BM_Gemm/16", "2.5")), square).set.shapes.at(0).dims, ElementsAre(16U, 16U, 16U));
  EXPECT_THAT(refusal(document(entry("BM_Gemm/16", "2.5")), options), HasSubstr("the file has benchmark, real_time"));
}

TEST(GoogleBenchmark, MergesRunsAndPassesOverAggregates) {
  const std::string median =
      "{\"name\": \"BM/1/2/3_median\", \"run_name\": \"BM/1/2/3\", \"run_type\": \"aggregate\", "
      "\"aggregate_name\": \"median\", \"real_time\": 9, \"time_unit\": \"ms\"}";
  const auto found = read_as(document(entry("BM/1/2/3", "2") + "," + entry("BM/1/2/3", "2.2") + "," + median), options);
  ASSERT_EQ(found.set.shapes.size(), 1U);
  EXPECT_EQ(found.set.shapes[0].rows, 2U);
  EXPECT_NEAR(found.set.shapes[0].latency_s, 2.1e-6, 1e-12);
  const auto alone = read_as(document(median), options);
  EXPECT_DOUBLE_EQ(alone.set.shapes.at(0).latency_s, 9e-3);
  EXPECT_THAT(alone.notes, Contains(HasSubstr("'median'")));
}

TEST(GoogleBenchmark, AsksForOneOfSeveralBenchmarks) {
  const std::string text = document(entry("BM_A/1/2/3", "2") + "," + entry("BM_B/1/2/4", "2"));
  EXPECT_THAT(refusal(text, options), HasSubstr("several benchmarks: BM_A, BM_B; choose one: --where benchmark=BM_A"));
  read_options one = options;
  one.where = {{"benchmark", {"BM_B"}}};
  EXPECT_THAT(read_as(text, one).set.shapes.at(0).dims, ElementsAre(1U, 2U, 4U));
}

TEST(GoogleBenchmark, CountsRunsThatFailedAsBadRows) {
  const std::string failed = entry("BM/1/2/3", "0", ", \"error_occurred\": true, \"error_message\": \"no memory\"");
  EXPECT_THAT(refusal(document(failed), options), HasSubstr("failed: no memory"));
}

TEST(GoogleBenchmark, ReadsTheProgramsCsvToo) {
  const auto found =
      read_as("Running ./bench\nname,iterations,real_time,cpu_time,time_unit\n\"BM/1/2/3\",10,4,4,ns\n", options);
  EXPECT_DOUBLE_EQ(found.set.shapes.at(0).latency_s, 4e-9);
}

TEST(GoogleBenchmark, RefusesOtherText) {
  EXPECT_THAT(refusal("{\"context\": {}}", options), HasSubstr("no list \"benchmarks\""));
  EXPECT_THAT(refusal("{\"benchmarks\": [", options), HasSubstr("is no JSON"));
  EXPECT_THAT(refusal("m,n,k\n1,2,3\n", options), HasSubstr("--benchmark_format=json"));
  EXPECT_THAT(refusal(document(""), options), HasSubstr("holds no benchmark"));
  EXPECT_THAT(refusal(document(entry("BM/1/2/3", "1"))), HasSubstr("--format google-benchmark"));
}

TEST(GoogleBenchmark, CountsSkippedRunsAsBadRows) {
  const std::string skipped = entry("BM/1/2/3", "5", ", \"skipped\": true, \"skip_message\": \"no device\"");
  EXPECT_THAT(refusal(document(skipped), options), HasSubstr("skipped: no device"));
}

TEST(GoogleBenchmark, TakesAggregatesOfThoseBenchmarksThatHaveNoRuns) {
  const auto aggregate = [](const std::string& name, const std::string& kind, const std::string& time) {
    return "{\"name\": \"" + name + "_" + kind + "\", \"run_name\": \"" + name +
           "\", \"run_type\": \"aggregate\", \"aggregate_name\": \"" + kind + "\", \"real_time\": " + time +
           ", \"time_unit\": \"us\"}";
  };
  const auto found = read_as(document(entry("BM/1/2/3", "2") + "," + aggregate("BM/1/2/3", "median", "9") + "," +
                                      aggregate("BM/2/2/3", "mean", "7") + "," + aggregate("BM/2/2/3", "median", "6") +
                                      "," + aggregate("BM/3/2/3", "stddev", "1")),
                             options);
  ASSERT_EQ(found.set.shapes.size(), 2U);
  EXPECT_DOUBLE_EQ(found.set.shapes[0].latency_s, 2e-6);
  EXPECT_DOUBLE_EQ(found.set.shapes[1].latency_s, 6e-6);
  EXPECT_THAT(found.notes, Contains(HasSubstr("1 of 3 benchmarks hold aggregates alone")));
  EXPECT_THAT(found.notes, Contains(HasSubstr("1 of 3 benchmarks have neither")));
}

TEST(GoogleBenchmark, RefusesUnitsThatAreNotKnown) {
  std::string text = document(entry("BM/1/2/3", "2"));
  text.replace(text.find("\"us\""), 4, "\"ks\"");
  EXPECT_THAT(refusal(text, options), HasSubstr("entry 1 has its times in 'ks'"));
}

}  // namespace
}  // namespace calib::foreign
