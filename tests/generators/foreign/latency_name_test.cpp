#include "foreign/latency_name.hpp"

#include <gtest/gtest.h>

namespace calib::foreign {
namespace {

TEST(LatencyName, FindsTheUnitInTheName) {
  EXPECT_EQ(as_latency("time_ms", "gemm")->unit, time_unit::ms);
  EXPECT_EQ(as_latency("latency_us", "gemm")->unit, time_unit::us);
  EXPECT_EQ(as_latency("Time (\xc2\xb5s)", "gemm")->unit, time_unit::us);
  EXPECT_EQ(as_latency("meanTimeNs", "gemm")->unit, time_unit::ns);
  EXPECT_EQ(as_latency("seconds", "gemm")->unit, time_unit::s);
  EXPECT_EQ(as_latency("ns", "gemm")->unit, time_unit::ns);
  EXPECT_EQ(as_latency("Duration [milliseconds]", "gemm")->unit, time_unit::ms);
  EXPECT_EQ(as_latency("min_s", "gemm")->unit, time_unit::s);
  EXPECT_EQ(as_latency("decode_ms", "attention_decode")->unit, time_unit::ms);
  EXPECT_EQ(as_latency("time", "gemm")->unit, std::nullopt);
}

TEST(LatencyName, PassesOverWhatIsNoLatency) {
  for (const char* const name : {"std_ms",
                                 "p99_us",
                                 "tflops",
                                 "max_time_ms",
                                 "warmup_ms",
                                 "timestamp",
                                 "s",
                                 "kernel_s",
                                 "cv",
                                 "m",
                                 "GB/s",
                                 "creation_ms",
                                 "bwd_ms",
                                 "sigma_ms",
                                 "sem_ms",
                                 "dev_ms",
                                 "p25_ms",
                                 "p98_ms",
                                 "q3_ms",
                                 "first_us",
                                 "percentile(99%) ms",
                                 "99th_us",
                                 "log_time_ms",
                                 "inverse_time_us",
                                 "time_saved_ms",
                                 "delta_ms",
                                 "time_unit",
                                 "time_per_1000_calls_ms"}) {
    EXPECT_FALSE(as_latency(name, "gemm")) << name;
  }
}

TEST(LatencyName, PassesOverRatesButNotTimesOfACall) {
  for (const char* const name :
       {"iter/sec", "images_per_second", "tokens/sec", "GFLOP/sec", "GBytes/sec", "calls/ms", "ops_per_us"}) {
    EXPECT_FALSE(as_latency(name, "gemm")) << name;
    EXPECT_TRUE(is_rate(name)) << name;
  }
  EXPECT_EQ(as_latency("us/iter", "gemm")->unit, time_unit::us);
  EXPECT_EQ(as_latency("ns/op", "gemm")->unit, time_unit::ns);
  EXPECT_EQ(as_latency("ms per call", "gemm")->unit, time_unit::ms);
}

TEST(LatencyName, RanksMediansBeforeMeansBeforeMinimaAndOurNameFirst) {
  const auto rank = [](const char* name) { return as_latency(name, "gemm")->rank; };
  EXPECT_GT(rank("latency_s"), rank("median_ms"));
  EXPECT_GT(rank("median_ms"), rank("mean_ms"));
  EXPECT_GT(rank("mean_ms"), rank("min_ms"));
  EXPECT_GT(rank("real_time"), rank("cpu_time"));
  EXPECT_GT(rank("min_ms"), rank("ref_ms"));
  EXPECT_GT(rank("gemm_time_ms"), rank("mean_ms"));
}

TEST(LatencyName, KnowsThePhaseOfTheOperation) {
  EXPECT_FALSE(as_latency("prefill_ms", "attention_decode"));
  EXPECT_FALSE(as_latency("decode_ms", "attention_prefill"));
  EXPECT_TRUE(as_latency("prefill_ms", "attention_prefill"));
}

}  // namespace
}  // namespace calib::foreign
