/// What README promises, on a generated header: constants from literal shapes, with their source.

#include "calib/calib.hpp"
#include "tests/generators/emit/golden/sample.hpp"
#include "tests/include/calib/static_test.hpp"

namespace {

using namespace calib;
using namespace std::chrono_literals;
using box = mapper<profiles::sample>;
using bound_by_peaks = mapper<profiles::sample, setting::openblas_1t_warm, fallback::roofline>;
using borrowed =
    mapper<profiles::sample, setting::openblas_8t_cold, fallback::other_setting<setting::openblas_1t_warm>>;

constexpr op::gemm<f32> at_knot{.m = 256, .n = 1024, .k = 512};
constexpr op::gemm<f32> between{.m = 100, .n = 300, .k = 200};
constexpr op::gemm<f32> beyond{.m = 4096, .n = 4096, .k = 4096};

constexpr bool near(seconds a, double b) { return a.count() > b * (1 - 1e-12) && a.count() < b * (1 + 1e-12); }

// What the sample's tables were made of: 1 us + bytes / 10 GB/s + FLOPs / 80 GFLOP/s.
constexpr double law(const op::gemm<f32>& g) {
  return 1e-6 + g.work().traffic.value / 10e9 + g.work().arithmetic.value / 80e9;
}

CALIB_STATIC_TEST(Answers, AreMeasuredAtKnots, box::estimate(at_knot).source == source::measured);
CALIB_STATIC_TEST(Answers, AreInterpolatedBetween, box::estimate(between).source == source::interpolated);
CALIB_STATIC_TEST(Answers, AreExtrapolatedBeyond, box::estimate(beyond).source == source::extrapolated);
CALIB_STATIC_TEST(Answers, HoldTheLawAtKnots, near(box::latency(at_knot), law(at_knot)));
CALIB_STATIC_TEST(Answers, HoldAMultilinearLawBetweenKnots, near(box::latency(between), law(between)));
CALIB_STATIC_TEST(Answers, HoldUtilisationBeyondTheGrid,
                  box::estimate(beyond).efficiency ==
                      box::estimate(op::gemm<f32>{.m = 1024, .n = 1024, .k = 512}).efficiency);
CALIB_STATIC_TEST(Answers, CompareWithLiterals, box::latency(at_knot) < 5ms && box::latency(at_knot) > 1us);
CALIB_STATIC_TEST(Answers, CarryTheErrorOfTheirTable, box::estimate(between).error.p95 == 0.12);
CALIB_STATIC_TEST(Answers, NameTheBound,
                  box::estimate(at_knot).bound == bound::compute &&
                      box::estimate(op::copy<f64>{1 << 20}).bound == bound::memory);
CALIB_STATIC_TEST(Fallback, IsAskedOnlyWithoutATable, bound_by_peaks::latency(at_knot) == box::latency(at_knot));
CALIB_STATIC_TEST(Fallback, RooflineIsTheLeastTime,
                  bound_by_peaks::latency(op::copy<f32>{20'000'000'000}) == 1s &&
                      bound_by_peaks::estimate(op::copy<f32>{4096}).source == source::roofline);
CALIB_STATIC_TEST(Fallback, OtherSettingSaysSo,
                  borrowed::latency(op::dot<f32>{4096}) == 5s &&
                      borrowed::estimate(op::dot<f32>{4096}).source == source::scaled);

}  // namespace
