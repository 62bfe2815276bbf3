#include "calib/roofline.hpp"

#include <gtest/gtest.h>

#include "calib/op/gemm.hpp"
#include "calib/op/memory.hpp"
#include "tests/include/calib/run_time.hpp"

namespace calib {
namespace {

using namespace std::chrono_literals;

constexpr machine_peaks peaks{.flops_per_s = {1e9, 2e9}, .bandwidth_bytes_per_s = 1e8};
constexpr machine_peaks no_bandwidth{.flops_per_s = {1e9, 2e9}};

constexpr cost compute_heavy{flops{2e9}, bytes{1e7}};
constexpr cost memory_heavy{flops{2e6}, bytes{1e8}};

static_assert(roofline(compute_heavy, peaks, precision::f32).time() == 1s);
static_assert(roofline(compute_heavy, peaks, precision::f64).time() == 2s);
static_assert(roofline(compute_heavy, peaks, precision::f32).memory == 100ms);
static_assert(roofline(memory_heavy, peaks, precision::f32).time() == 1s);
static_assert(roofline(compute_heavy, peaks, precision::f32).limit(0s) == bound::compute);
static_assert(roofline(memory_heavy, peaks, precision::f32).limit(0s) == bound::memory);
static_assert(roofline(memory_heavy, peaks, precision::f32).limit(2s) == bound::overhead);
static_assert(roofline(memory_heavy, no_bandwidth, precision::f32).time() == 1ms);

roofline of(const cost& work, const machine_peaks& p, precision format) {
  return {{flops{test::at_run_time(work.arithmetic.value)}, bytes{test::at_run_time(work.traffic.value)}}, p, format};
}

TEST(Roofline, TakesTheLongerOfArithmeticAndTraffic) {
  EXPECT_EQ(of(compute_heavy, peaks, precision::f32).time(), 1s);
  EXPECT_EQ(of(compute_heavy, peaks, precision::f32).compute, 1s);
  EXPECT_EQ(of(compute_heavy, peaks, precision::f32).memory, 100ms);
  EXPECT_EQ(of(memory_heavy, peaks, precision::f32).time(), 1s);
  EXPECT_EQ(of(memory_heavy, peaks, precision::f32).compute, 1ms);
}

TEST(Roofline, UsesThePeakOfThePrecision) {
  EXPECT_EQ(of(compute_heavy, peaks, precision::f64).time(), 2s);
  EXPECT_EQ(peaks.arithmetic(test::at_run_time(precision::f32)), flops_per_second{2e9});
  EXPECT_EQ(peaks.bandwidth(), bytes_per_second{1e8});
}

TEST(Roofline, APeakThatIsUnknownTakesNoPart) {
  EXPECT_EQ(of(compute_heavy, peaks, precision::i8).time(), 100ms);
  EXPECT_EQ(of(memory_heavy, no_bandwidth, precision::f32).time(), 1ms);
  EXPECT_EQ(of(memory_heavy, machine_peaks{}, precision::f32).time(), 0s);
}

TEST(Roofline, AFormatWithoutAPeakOfItsOwnHasThatOfTheOneItIsComputedIn) {
  machine_peaks some;
  some.flops_per_s[static_cast<std::size_t>(precision::i8)] = 8e9;
  some.flops_per_s[static_cast<std::size_t>(precision::bf16)] = 4e9;
  EXPECT_EQ(some.arithmetic(precision::u8), flops_per_second{8e9});
  EXPECT_EQ(some.arithmetic(precision::w4a8), flops_per_second{8e9});
  EXPECT_EQ(some.arithmetic(precision::w4a16), flops_per_second{4e9}) << "f16 is not known, bf16 is";
  EXPECT_EQ(some.arithmetic(precision::i4), flops_per_second{0}) << "four bits have arithmetic of their own, or none";
  some.flops_per_s[static_cast<std::size_t>(precision::f16)] = 5e9;
  EXPECT_EQ(some.arithmetic(precision::w8a16), flops_per_second{5e9});
  some.flops_per_s[static_cast<std::size_t>(precision::w8a16)] = 1e9;
  EXPECT_EQ(some.arithmetic(precision::w8a16), flops_per_second{1e9}) << "what is stated holds";
}

TEST(Roofline, KnowsWhichPeakIsMissing) {
  const auto missing = [](const cost& work, const machine_peaks& known, precision p) {
    return peak_missing_for(kinds_of(work), known, p);
  };
  constexpr cost moves{flops{0}, bytes{8}};
  EXPECT_EQ(missing(compute_heavy, peaks, precision::f32), missing_peak::none);
  EXPECT_EQ(missing(compute_heavy, peaks, precision::i8), missing_peak::arithmetic);
  EXPECT_EQ(missing(moves, peaks, precision::i8), missing_peak::none);
  EXPECT_EQ(missing(moves, no_bandwidth, precision::f32), missing_peak::bandwidth);
  EXPECT_EQ(missing(compute_heavy, no_bandwidth, precision::f32), missing_peak::bandwidth);
  EXPECT_EQ(missing(compute_heavy, machine_peaks{}, precision::f32), missing_peak::both);
}

TEST(Roofline, NamesNoLimitWhereAPeakIsMissing) {
  EXPECT_FALSE(of(compute_heavy, peaks, precision::i8).complete);
  EXPECT_EQ(of(compute_heavy, peaks, precision::i8).limit(0s), bound::unknown);
  EXPECT_EQ(of(memory_heavy, no_bandwidth, precision::f32).limit(9s), bound::unknown);
  EXPECT_TRUE(of(compute_heavy, peaks, precision::f32).complete);
}

TEST(Roofline, NamesTheLargestPartAsTheLimit) {
  EXPECT_EQ(of(compute_heavy, peaks, precision::f32).limit(0s), bound::compute);
  EXPECT_EQ(of(memory_heavy, peaks, precision::f32).limit(0s), bound::memory);
  EXPECT_EQ(of(memory_heavy, peaks, precision::f32).limit(2s), bound::overhead);
  EXPECT_EQ(of(memory_heavy, peaks, precision::f32).limit(1s), bound::memory);
}

TEST(Roofline, GemmTurnsFromMemoryToComputeAsItGrows) {
  // Intensity of an f32 cube is size / 6 FLOPs per byte; the ridge of these peaks is at 20.
  const auto limit = [](std::size_t size) {
    const op::gemm<f32> cube{.m = size, .n = size, .k = size};
    return roofline(cube.work(), peaks, precision::f32).limit(0s);
  };
  EXPECT_EQ(limit(119), bound::memory);
  EXPECT_EQ(limit(121), bound::compute);
}

TEST(Roofline, OperationsWithoutArithmeticAreBoundByMemory) {
  const roofline copy(op::copy<f64>{.bytes = 100'000'000}.work(), peaks, precision::f64);
  EXPECT_EQ(copy.time(), 1s);
  EXPECT_EQ(copy.compute, 0s);
  EXPECT_EQ(copy.limit(0s), bound::memory);
}

static_assert(name(bound::memory) == "memory");

TEST(Roofline, LimitsHaveNames) {
  EXPECT_EQ(name(test::at_run_time(bound::compute)), "compute");
  EXPECT_EQ(name(test::at_run_time(bound::memory)), "memory");
  EXPECT_EQ(name(test::at_run_time(bound::overhead)), "overhead");
  EXPECT_EQ(name(test::at_run_time(bound::unknown)), "unknown");
}

}  // namespace
}  // namespace calib
