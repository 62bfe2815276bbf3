#include "fit/base.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "calib/op/gemm.hpp"

namespace calib::fit {
namespace {

TEST(Base, IsOverheadPlusTheLargerOfArithmeticAndTraffic) {
  const base_model model{1e-6, 1e9, 1e8};
  EXPECT_DOUBLE_EQ(model({flops{2e9}, bytes{1e7}}), 1e-6 + 2.0);
  EXPECT_DOUBLE_EQ(model({flops{1e6}, bytes{1e8}}), 1e-6 + 1.0);
  EXPECT_DOUBLE_EQ((base_model{1e-6, 0, 1e8}({flops{0}, bytes{1e8}})), 1e-6 + 1.0);
}

TEST(Base, FindsTheParametersBehindExactTimes) {
  const base_model truth{5e-6, 50e9, 10e9};
  std::vector<cost> work;
  std::vector<double> latency_s;
  for (const std::size_t m : {1U, 8U, 64U, 512U}) {
    for (const std::size_t n : {16U, 256U, 1024U}) {
      for (const std::size_t k : {16U, 256U, 1024U}) {
        work.push_back(op::gemm<f32>{m, n, k}.work());
        latency_s.push_back(truth(work.back()));
      }
    }
  }
  const base_model found = fit_base(work, latency_s);
  EXPECT_NEAR(found.overhead_s / truth.overhead_s, 1.0, 0.05);
  EXPECT_NEAR(found.flops_per_s / truth.flops_per_s, 1.0, 0.05);
  EXPECT_NEAR(found.bytes_per_s / truth.bytes_per_s, 1.0, 0.05);
}

TEST(Base, OfASingleMeasurementGivesItBack) {
  const std::vector<cost> work{op::gemm<f32>{64, 64, 64}.work()};
  const std::vector<double> latency_s{1e-5};
  EXPECT_NEAR(fit_base(work, latency_s)(work[0]) / 1e-5, 1.0, 0.03);
}

}  // namespace
}  // namespace calib::fit
