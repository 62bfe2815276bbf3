/// The golden header, compiled with every warning an error and used.

#include <gtest/gtest.h>

#include <chrono>

#include "golden/sample.hpp"

#include "calib/calib.hpp"
#include "tests/samples/header_profile.hpp"

namespace {

using namespace calib;
using box = mapper<profiles::sample>;
using cold = mapper<profiles::sample, setting::openblas_8t_cold>;

static_assert(Profile<profiles::sample>);
static_assert(profiles::sample::schema == schema_version);
static_assert(profiles::sample::settings::size == 2);
static_assert(profiles::sample::tables::size == 4);
static_assert(box::has<op::gemm<f32>> && box::has<op::dot<f32>> && box::has<op::copy<f64>>);
static_assert(!box::has<op::gemm<f64>> && !cold::has<op::dot<f32>>);
static_assert(box::facts().threads == 1 && box::facts().cache == cache_state::warm);
static_assert(cold::facts().threads == 8 && cold::facts().cache == cache_state::cold);
static_assert(box::facts().peaks.arithmetic(precision::f32) == flops_per_second{100e9});
static_assert(box::estimate(op::gemm<f32>{64, 64, 64}).source == source::measured);
static_assert(box::estimate(op::dot<f32>{4096}).source == source::interpolated, "fitted: no knot is measured");
static_assert(box::latency(op::dot<f32>{4096}) == seconds{5.0});
static_assert(box::estimate(op::gemm<f32>{64, 64, 64}).error.count == 40);

TEST(GoldenHeader, KeepsTheName) { EXPECT_EQ(profiles::sample::name, test::header_profile().name); }

TEST(GoldenHeader, GivesEveryLatencyBackExactly) {
  const auto profile = test::header_profile();
  const auto& gemm = profile.tables[2];
  ASSERT_EQ(gemm.setting, "openblas_1t_warm");
  std::size_t i = 0;
  for (const auto m : gemm.axes[0].knots) {
    for (const auto n : gemm.axes[1].knots) {
      for (const auto k : gemm.axes[2].knots) {
        EXPECT_EQ(box::latency(op::gemm<f32>{m, n, k}).count(), gemm.latency_s[i++]);
      }
    }
  }
  EXPECT_EQ(i, 18U);
  const auto& copy = profile.tables[3];
  for (std::size_t knot = 0; knot < copy.latency_s.size(); ++knot) {
    EXPECT_EQ(box::latency(op::copy<f64>{copy.axes[0].knots[knot]}).count(), copy.latency_s[knot]);
  }
}

}  // namespace
