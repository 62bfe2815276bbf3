#include "calib/mapper.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

#include "tests/include/calib/run_time.hpp"
#include "tests/samples/compiled_profile.hpp"

namespace calib {
namespace {

using namespace std::chrono_literals;
using test::at_run_time;

using cpu = mapper<profiles::sample_box>;
using cold = mapper<profiles::sample_box, setting::sample_2t_cold>;
using unknown_peaks = mapper<profiles::other_box>;

constexpr op::gemm<f32> knot{.m = 129, .n = 1000, .k = 65};
constexpr op::gemm<f32> between{.m = 300, .n = 500, .k = 2000};
constexpr op::gemm<f32> beyond{.m = 8192, .n = 4000, .k = 16384};
constexpr op::gemm<f32> beyond_edge{.m = 1024, .n = 1000, .k = 4096};

constexpr bool close(double a, double b) {
  const double difference = a > b ? a - b : b - a;
  return difference <= 1e-12 * (b < 0 ? -b : b);
}

static_assert(cpu::has<op::gemm<f32>> && !cpu::has<op::gemm<f64>> && !cpu::has<op::copy<f32>>);
static_assert(cold::has<op::gemm<f32>> && !cold::has<op::copy<f64>>);
static_assert(cpu::answers<op::gemm<f32>> && !cpu::answers<op::gemm<f64>>);

static_assert(cpu::latency(knot).count() == sample::gemm_seconds(129, 1000, 65));
static_assert(cpu::latency(knot) < 1ms);
static_assert(cpu::estimate(knot).source == source::measured);
static_assert(cpu::estimate(between).source == source::interpolated);
static_assert(cpu::estimate(beyond).source == source::extrapolated);
static_assert(close(cpu::estimate(beyond).efficiency, cpu::estimate(beyond_edge).efficiency));
static_assert(cold::estimate(op::gemm<f32>{64, 64, 64}).source == source::interpolated);
static_assert(cpu::estimate(between).bound == bound::compute);
static_assert(cpu::estimate(op::copy<f64>{.bytes = 1 << 20}).bound == bound::memory);
static_assert(cpu::estimate(op::gemm<f32>{1, 8, 1}).bound == bound::overhead);

TEST(Mapper, AKnotIsMeasured) {
  const estimate e = cpu::estimate(at_run_time(knot));
  EXPECT_EQ(e.source, source::measured);
  EXPECT_EQ(e.latency.count(), sample::gemm_seconds(129, 1000, 65));
  EXPECT_EQ(cpu::latency(at_run_time(knot)), e.latency);
}

TEST(Mapper, RefusesShapesThatThereCannotBe) {
  EXPECT_THROW((void)cpu::latency(at_run_time(op::gemm<f32>{.m = 64, .n = 64, .k = 0})), impossible_shape);
  EXPECT_THROW((void)cpu::estimate(at_run_time(op::gemm<f32>{.m = 64, .n = 64, .k = 0})), impossible_shape);
  const std::vector<op::gemm<f32>> shapes{{64, 64, 64}, {64, 0, 64}};
  std::vector<seconds> latencies(2);
  EXPECT_THROW(cpu::latencies(shapes, latencies), impossible_shape);
  const std::vector<std::size_t> sizes{64, std::size_t{1} << 60};
  std::vector<seconds> grid(8);
  EXPECT_THROW(cpu::latency_grid<op::gemm<f32>>({sizes, sizes, sizes}, grid), impossible_shape);
}

TEST(Mapper, BetweenKnotsIsInterpolated) {
  const estimate e = cpu::estimate(at_run_time(between));
  EXPECT_EQ(e.source, source::interpolated);
  EXPECT_TRUE(close(e.latency.count(), sample::gemm_seconds(300, 500, 2000)));
  EXPECT_EQ(cpu::estimate(at_run_time(op::gemm<f32>{129, 1000, 66})).source, source::interpolated);
}

TEST(Mapper, AKnotOfAFittedGridIsNotMeasured) {
  const estimate e = cold::estimate(at_run_time(op::gemm<f32>{64, 64, 64}));
  EXPECT_EQ(e.source, source::interpolated);
  EXPECT_EQ(e.latency.count(), 1e-5);
}

TEST(Mapper, BeyondTheGridIsExtrapolatedAboveAndBelow) {
  EXPECT_EQ(cpu::estimate(at_run_time(beyond)).source, source::extrapolated);
  EXPECT_EQ(cpu::estimate(at_run_time(op::gemm<f32>{1025, 48, 64})).source, source::extrapolated);
  EXPECT_EQ(cpu::estimate(at_run_time(op::gemm<f32>{16, 7, 64})).source, source::extrapolated);
  EXPECT_EQ(cpu::estimate(at_run_time(op::copy<f64>{.bytes = 1023})).source, source::extrapolated);
  EXPECT_EQ(cpu::estimate(at_run_time(op::copy<f64>{.bytes = 67108865})).source, source::extrapolated);
}

TEST(Mapper, HoldsUtilisationBeyondTheGrid) {
  const op::gemm<f32> shapes[] = {beyond, {2000, 48, 64}, {16, 4, 64}, {1, 100'000, 1}, {5000, 3, 10'000}};
  for (const auto& shape : shapes) {
    const auto edge = from_dims<op::gemm<f32>>(
        clamp_to_grid(view_of<profiles::sample_box, op::gemm<f32>, setting::sample_1t_warm>, shape.dims()));
    const estimate far = cpu::estimate(at_run_time(shape));
    const estimate near = cpu::estimate(at_run_time(edge));
    EXPECT_TRUE(close(far.efficiency, near.efficiency)) << far.efficiency << " " << near.efficiency;
    EXPECT_GT(far.latency.count(), 0);
  }
}

TEST(Mapper, IsContinuousAtTheEdgeOfTheGrid) {
  const double edge = cpu::latency(at_run_time(op::copy<f64>{.bytes = 67108864})).count();
  const double beyond_it = cpu::latency(at_run_time(op::copy<f64>{.bytes = 67108872})).count();
  EXPECT_NEAR(beyond_it / edge, 1.0, 1e-6);
  const double twice = cpu::latency(at_run_time(op::copy<f64>{.bytes = 2 * 67108864})).count();
  EXPECT_NEAR(twice / edge, 2.0, 1e-12);
}

TEST(Mapper, EfficiencyIsTheRooflineOverTheLatency) {
  // 2 * 300 * 500 * 2000 FLOPs at 100 GFLOP/s take 6 ms; its traffic at 20 GB/s less.
  const estimate e = cpu::estimate(at_run_time(between));
  EXPECT_TRUE(close(e.efficiency, 6e-3 / e.latency.count()));
  EXPECT_TRUE(close(e.achieved_flops.value, 6e8 / e.latency.count()));
  EXPECT_TRUE(close(e.achieved_bandwidth.value, 4 * (600e3 + 1000e3 + 150e3) / e.latency.count()));
}

TEST(Mapper, EfficiencyExceedsOneWhereCachesServeTheTraffic) {
  // 32768 bytes at 20 GB/s would take 1.6 us; the table says 1 us.
  EXPECT_TRUE(close(cpu::estimate(at_run_time(op::copy<f64>{.bytes = 32768})).efficiency, 32768 / 20e9 / 1e-6));
  EXPECT_GT(cpu::estimate(at_run_time(op::copy<f64>{.bytes = 32768})).efficiency, 1.0);
}

TEST(Mapper, NamesWhatLimitsAnOperation) {
  EXPECT_EQ(cpu::estimate(at_run_time(between)).bound, bound::compute);
  EXPECT_EQ(cpu::estimate(at_run_time(op::gemm<f32>{1, 1000, 4096})).bound, bound::memory);
  EXPECT_EQ(cpu::estimate(at_run_time(op::copy<f64>{.bytes = 1 << 20})).bound, bound::memory);
  EXPECT_EQ(cpu::estimate(at_run_time(op::gemm<f32>{1, 8, 1})).bound, bound::overhead);
  EXPECT_EQ(cold::estimate(at_run_time(op::gemm<f32>{1, 8, 1})).bound, bound::memory);  // its overhead is unknown
}

TEST(Mapper, CarriesTheErrorBandOfItsTable) {
  const error_band band = cpu::estimate(at_run_time(between)).error;
  EXPECT_EQ(band.median, 0.04);
  EXPECT_EQ(band.p95, 0.15);
  EXPECT_EQ(band.count, 120U);
  EXPECT_EQ(cpu::estimate(at_run_time(op::copy<f64>{.bytes = 4096})).error.count, 0U);
}

TEST(Mapper, SettingsAreNeverMixed) {
  const op::gemm<f32> shape{64, 256, 64};
  EXPECT_EQ(cold::latency(at_run_time(shape)).count(), 3e-5);
  EXPECT_TRUE(close(cpu::latency(at_run_time(shape)).count(), sample::gemm_seconds(64, 256, 64)));
  EXPECT_EQ(cpu::facts().id, "sample_1t_warm");
  EXPECT_EQ(cold::facts().id, "sample_2t_cold");
  EXPECT_EQ(cold::facts().threads, 2U);
}

TEST(Mapper, LatencyRisesWithBytesWhereTheTableDoes) {
  std::mt19937_64 random(5);
  std::vector<std::size_t> sizes{1, 1023, 1024, 1048575, 1048576, 1048584, 1048592, 67108864, 67108865, 1U << 30};
  for (int i = 0; i < 2000; ++i) sizes.push_back(1 + (random() >> (30 + random() % 30)));
  std::sort(sizes.begin(), sizes.end());
  double before = -1;
  for (const std::size_t size : sizes) {
    const double latency = cpu::latency(op::copy<f64>{.bytes = size}).count();
    EXPECT_GE(latency, before * (1 - 1e-15)) << size;
    before = latency;
  }
}

TEST(Mapper, LatencyRisesWithEveryDimensionOfGemm) {
  std::mt19937_64 random(6);
  for (int i = 0; i < 2000; ++i) {
    const op::gemm<f32> shape{1 + random() % 1023, 8 + random() % 991, 1 + random() % 4095};
    const seconds base = cpu::latency(shape);
    EXPECT_LT(base, cpu::latency(op::gemm<f32>{shape.m + 1, shape.n, shape.k}));
    EXPECT_LT(base, cpu::latency(op::gemm<f32>{shape.m, shape.n + 1, shape.k}));
    EXPECT_LT(base, cpu::latency(op::gemm<f32>{shape.m, shape.n, shape.k + 1}));
  }
}

TEST(Mapper, AnswersOfFourDimensionsAgreeWithTheirCost) {
  const op::batched_gemm<f32> shape{.batch = 5, .m = 100, .n = 30, .k = 700};
  EXPECT_TRUE(close(cpu::latency(at_run_time(shape)).count(), 5 * sample::gemm_seconds(100, 30, 700)));
  EXPECT_EQ(cpu::estimate(at_run_time(shape)).source, source::interpolated);
}

TEST(Mapper, KnotsOfUnknownPeaksStillAnswer) {
  const estimate e = unknown_peaks::estimate(at_run_time(op::gemm<f64>{64, 64, 64}));
  EXPECT_EQ(e.latency.count(), 2e-5);
  EXPECT_EQ(e.efficiency, 0.0);  // no peak to compare with
  EXPECT_EQ(e.bound, bound::unknown);
  EXPECT_TRUE(close(e.achieved_flops.value, 2.0 * 64 * 64 * 64 / 2e-5));
}

TEST(Mapper, OnePeakOfTwoSaysNothingOfEfficiencyOrBound) {
  const cost work = op::gemm<f64>{64, 64, 64}.work();
  const detail::answer found{seconds{1e-3}, source::interpolated};
  for (const machine_peaks& peaks :
       {machine_peaks{.flops_per_s = {1e9}}, machine_peaks{.bandwidth_bytes_per_s = 1e9}}) {
    setting_facts half = cpu::facts();
    half.peaks = peaks;
    const estimate e = detail::describe(found, half, {}, work, precision::f64);
    EXPECT_EQ(e.efficiency, 0.0);
    EXPECT_EQ(e.bound, bound::unknown);
    EXPECT_EQ(e.achieved_flops, work.arithmetic / seconds{1e-3});
  }
}

TEST(Mapper, GrowsWithTheWorkWherePeaksAreUnknown) {
  const double far = unknown_peaks::latency(at_run_time(op::gemm<f64>{2560, 2560, 2560})).count();
  EXPECT_TRUE(close(far, 1000 * 8e-4));  // arithmetic grows faster than traffic
  const double thin =
      detail::growth(op::gemm<f64>{64, 64, 64}.work(), op::gemm<f64>{1, 1, 64}.work(), {}, precision::f64);
  EXPECT_TRUE(close(thin, (64.0 + 64 + 1) / (3 * 64 * 64)));  // traffic shrinks less than arithmetic
}

TEST(Mapper, SmallerShapesTakeNoLessThanTheSmallest) {
  constexpr double smallest = unknown_peaks::latency(op::gemm<f64>{64, 64, 64}).count();
  EXPECT_EQ(unknown_peaks::latency(at_run_time(op::gemm<f64>{1, 1, 64})).count(), smallest);
  EXPECT_EQ(unknown_peaks::latency(at_run_time(op::gemm<f64>{1, 1, 1})).count(), smallest);
}

constexpr double least_to_copy(double bytes, double cached_bytes, double bandwidth) {
  setting_facts facts{};
  facts.cached_bytes = cached_bytes;
  facts.peaks.bandwidth_bytes_per_s = bandwidth;
  return detail::least_beyond(op::copy<f32>{.bytes = static_cast<std::size_t>(bytes)}.work(), facts, precision::f32);
}
static_assert(least_to_copy(1e6, 1e6, 1e9) == 0);
static_assert(least_to_copy(5e6, 1e6, 1e9) == 4e-3);                                // what no cache holds, from memory
static_assert(least_to_copy(5e6, 0, 1e9) == 0 && least_to_copy(5e6, 1e6, 0) == 0);  // where both are known

TEST(Mapper, DispatchIsTheOnlyCallWithoutWork) {
  EXPECT_THROW((void)cpu::estimate(at_run_time(op::copy<f64>{.bytes = 0})), impossible_shape);
}

constexpr estimate smallest_call = cpu::estimate(op::dispatch<f32>{});
static_assert(smallest_call.latency == seconds{sample::overhead_s} && smallest_call.source == source::measured);

TEST(Mapper, AnOperationWithoutDimensionsIsNothingButItsCall) {
  const estimate e = cpu::estimate(at_run_time(op::dispatch<f32>{}));
  EXPECT_EQ(e.latency.count(), sample::overhead_s);
  EXPECT_EQ(e.source, source::measured);
  EXPECT_EQ(e.efficiency, 0.0);
  EXPECT_EQ(e.achieved_flops.value, 0.0);
  EXPECT_EQ(e.achieved_bandwidth.value, 0.0);
  // Without work it has no roofline.
  using by_roofline = mapper<profiles::sample_box, setting::sample_2t_cold, fallback::roofline>;
  static_assert(!by_roofline::answers<op::dispatch<f32>>);
}

static_assert(name(source::extrapolated) == "extrapolated");

TEST(Mapper, SourcesHaveNames) {
  EXPECT_EQ(name(at_run_time(source::measured)), "measured");
  EXPECT_EQ(name(at_run_time(source::interpolated)), "interpolated");
  EXPECT_EQ(name(at_run_time(source::extrapolated)), "extrapolated");
  EXPECT_EQ(name(at_run_time(source::scaled)), "scaled");
  EXPECT_EQ(name(at_run_time(source::roofline)), "roofline");
}

}  // namespace
}  // namespace calib
