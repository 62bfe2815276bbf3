#include "calib/fallback.hpp"

#include <gtest/gtest.h>

#include "calib/mapper.hpp"
#include "calib/op/list.hpp"
#include "tests/include/calib/run_time.hpp"
#include "tests/samples/compiled_profile.hpp"

namespace calib {
namespace {

using namespace std::chrono_literals;
using test::at_run_time;

using box = profiles::sample_box;
using warm = setting::sample_1t_warm;
using cold = setting::sample_2t_cold;

using strict = mapper<box>;
using scaled = mapper<box, warm, fallback::scale_precision<f32>>;
using scaled_copy = mapper<box, warm, fallback::scale_precision<f64>>;
using other_setting = mapper<box, cold, fallback::other_setting<warm, std::ratio<1, 2>>>;
using other_profile = mapper<box, warm, fallback::other_profile<profiles::other_box, warm, std::ratio<3, 2>>>;
using by_roofline = mapper<box, warm, fallback::roofline>;

constexpr op::gemm<f64> missing{.m = 256, .n = 64, .k = 256};
constexpr op::gemm<f32> present{.m = 256, .n = 64, .k = 256};

constexpr bool close(double a, double b) {
  const double difference = a > b ? a - b : b - a;
  return difference <= 1e-12 * b;
}

static_assert(!strict::answers<op::gemm<f64>>);
static_assert(scaled::answers<op::gemm<f64>> && !scaled::has<op::gemm<f64>>);
static_assert(!scaled::answers<op::axpy<f64>>);  // no table in f32 either
static_assert(other_setting::answers<op::copy<f64>> && !other_setting::answers<op::copy<f32>>);
static_assert(other_profile::answers<op::gemm<f64>> && !other_profile::answers<op::gemv<f64>>);
static_assert(!mapper<profiles::other_box, warm, fallback::roofline>::answers<op::axpy<f64>>);  // no peak at all
static_assert(!mapper<box, warm, fallback::scale_precision<f32>>::answers<op::gemm<f16>>);      // its peak is unknown

// A roofline of which one half is unknown is none. Work without arithmetic has no such half.
static_assert(!by_roofline::answers<op::axpy<f16>> && !by_roofline::answers<op::gemm<f16>>);
static_assert(!by_roofline::answers_some<op::conv2d<f16>> && by_roofline::answers<op::conv2d<f64>>);
static_assert(by_roofline::answers<op::copy<f16>> && by_roofline::answers<op::max_pool<i8>>);

// Each step where those before have no answer.
using chained = mapper<box, cold,
                       fallback::first_of<fallback::other_setting<warm>, fallback::scale_precision<f32>,
                                          fallback::other_profile<profiles::other_box>, fallback::roofline>>;
static_assert(chained::estimate(op::gemm<f32>{64, 64, 64}).step == 0);
static_assert(chained::estimate(op::copy<f64>{.bytes = 32768}).step == 1);
static_assert(chained::estimate(op::gemm<f64>{64, 64, 64}).step == 2);
static_assert(chained::estimate(op::dot<f64>{.elements = 64}).step == 4);
static_assert(chained::latency(op::copy<f64>{.bytes = 32768}) == mapper<box, warm>::latency(op::copy<f64>{32768}));
static_assert(!chained::answers<op::gemm<i8>>);
static_assert(chained::step_name(chained::estimate(op::gemm<f32>{64, 64, 64})) == "table");
static_assert(chained::step_name({.step = 1}) == "other_setting=sample_1t_warm");
static_assert(chained::step_name({.step = 2}) == "scale_precision=f32");
static_assert(chained::step_name({.step = 3}) == "other_profile=other_box:sample_1t_warm");
static_assert(chained::step_name({.step = 4}) == "roofline");

using nested = mapper<box, cold,
                      fallback::first_of<fallback::first_of<fallback::error, fallback::other_setting<warm>>,
                                         fallback::first_of<>, fallback::roofline>>;
static_assert(nested::estimate(op::copy<f64>{.bytes = 1 << 20}).step == 1);
static_assert(nested::estimate(op::gemm<f64>{64, 64, 64}).step == 2);
static_assert(nested::step_name({.step = 2}) == "roofline");

// The f64 peak is half the f32 peak and the shape is bound by arithmetic: twice the time.
static_assert(close(scaled::latency(missing).count(), 2 * strict::latency(present).count()));
static_assert(scaled::estimate(missing).source == source::scaled);
static_assert(other_profile::latency(op::gemm<f64>{64, 64, 64}).count() == 1.5 * 2e-5);
static_assert(by_roofline::latency(op::copy<f32>{.bytes = 20'000'000}) == 1ms);
static_assert(by_roofline::estimate(op::copy<f32>{.bytes = 20'000'000}).source == source::roofline);

TEST(Fallback, ScalesAnotherPrecisionByTheRatioOfRooflines) {
  const estimate e = scaled::estimate(at_run_time(missing));
  EXPECT_TRUE(close(e.latency.count(), 2 * strict::latency(present).count()));
  EXPECT_EQ(e.source, source::scaled);
  // The ratio keeps efficiency: the same share of a lower peak.
  EXPECT_TRUE(close(e.efficiency, strict::estimate(present).efficiency));
}

TEST(Fallback, ScalesMemoryBoundOperationsByTheirBytes) {
  // One row: traffic rules, and an f64 element is twice an f32 element.
  const op::gemm<f64> row{.m = 1, .n = 1000, .k = 4096};
  EXPECT_EQ(scaled::estimate(row).bound, bound::memory);
  EXPECT_TRUE(
      close(scaled::latency(at_run_time(row)).count(), 2 * strict::latency(op::gemm<f32>{1, 1000, 4096}).count()));
  // A stream's dimension is bytes already: the same bytes take the same time.
  const op::copy<f32> stream{.bytes = 1 << 20};
  EXPECT_EQ(scaled_copy::latency(at_run_time(stream)), strict::latency(op::copy<f64>{.bytes = 1 << 20}));
  EXPECT_EQ(scaled_copy::estimate(stream).source, source::scaled);
}

TEST(Fallback, ScalesNothingWithoutWork) {
  EXPECT_EQ(scaled::latency(at_run_time(op::dispatch<f64>{})), strict::latency(op::dispatch<f32>{}));
  EXPECT_EQ(scaled::estimate(op::dispatch<f64>{}).source, source::scaled);
}

TEST(Fallback, AnotherSettingAnswersTimesTheRatio) {
  const op::copy<f64> copy{.bytes = 32768};
  EXPECT_EQ(other_setting::latency(at_run_time(copy)).count(), 0.5 * 1e-6);
  EXPECT_EQ(other_setting::estimate(copy).source, source::scaled);
}

TEST(Fallback, ATableOfItsOwnComesFirst) {
  EXPECT_EQ(other_setting::latency(at_run_time(op::gemm<f32>{64, 64, 64})).count(), 1e-5);
  EXPECT_EQ(other_setting::estimate(at_run_time(op::gemm<f32>{64, 64, 65})).source, source::interpolated);
  EXPECT_EQ(scaled::latency(at_run_time(present)), strict::latency(present));
  EXPECT_EQ(by_roofline::estimate(at_run_time(present)).source, source::interpolated);
}

TEST(Fallback, AnotherProfileAnswersTimesTheRatio) {
  EXPECT_TRUE(close(other_profile::latency(at_run_time(op::gemm<f64>{256, 64, 64})).count(), 1.5 * 6e-5));
  EXPECT_EQ(other_profile::estimate(at_run_time(missing)).source, source::scaled);
}

TEST(Fallback, TheFirstStepWithAnAnswerGivesItAndIsNamed) {
  EXPECT_EQ(chained::latency(at_run_time(op::copy<f64>{.bytes = 32768})).count(), 1e-6);
  const estimate e = chained::estimate(at_run_time(op::dot<f64>{.elements = 1000}));
  EXPECT_EQ(e.source, source::roofline);
  EXPECT_EQ(e.step, 4U);
  EXPECT_EQ(chained::step_name(e), "roofline");
  // The ratio is that of the step's own rule.
  using halved =
      mapper<box, cold,
             fallback::first_of<fallback::scale_precision<f32>, fallback::other_setting<warm, std::ratio<1, 2>>>>;
  EXPECT_EQ(halved::estimate(at_run_time(op::copy<f64>{.bytes = 32768})).step, 2U);
  EXPECT_EQ(halved::latency(at_run_time(op::copy<f64>{.bytes = 32768})).count(), 0.5 * 1e-6);
}

TEST(Fallback, RatiosDefaultToOne) {
  using as_is = mapper<box, cold, fallback::other_setting<warm>>;
  using elsewhere = mapper<box, warm, fallback::other_profile<profiles::other_box>>;
  EXPECT_EQ(as_is::latency(at_run_time(op::copy<f64>{.bytes = 32768})).count(), 1e-6);
  EXPECT_EQ(elsewhere::latency(at_run_time(op::gemm<f64>{64, 64, 64})).count(), 2e-5);
}

TEST(Fallback, RooflineAnswersTheLeastTimeThePeaksAllow) {
  const estimate e = by_roofline::estimate(at_run_time(op::gemm<f64>{1000, 1000, 1000}));
  EXPECT_TRUE(close(e.latency.count(), 2e9 / sample::peak_f64));
  EXPECT_EQ(e.efficiency, 1.0);
  EXPECT_EQ(e.source, source::roofline);
  EXPECT_EQ(by_roofline::latency(at_run_time(op::copy<f32>{.bytes = 20'000'000})), 1ms);
}

TEST(Fallback, BorrowsNoErrorBand) {
  // The band of other_box's table says nothing of this profile.
  EXPECT_EQ(other_profile::estimate(at_run_time(missing)).error.count, 0U);
  EXPECT_EQ(scaled::estimate(at_run_time(missing)).error.count, 0U);
}

}  // namespace
}  // namespace calib
