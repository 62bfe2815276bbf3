#include "calib/table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "calib/compiled_table.hpp"
#include "tests/include/calib/run_time.hpp"
#include "tests/samples/compiled_profile.hpp"

namespace calib {
namespace {

using warm = setting::sample_1t_warm;
using gemm_table = table<profiles::sample_box, op::gemm<f32>, warm>;
using batched_table = table<profiles::sample_box, op::batched_gemm<f32>, warm>;
using copy_table = table<profiles::sample_box, op::copy<f64>, warm>;

constexpr const auto& gemm_view = view_of<profiles::sample_box, op::gemm<f32>, warm>;
constexpr const auto& batched_view = view_of<profiles::sample_box, op::batched_gemm<f32>, warm>;
constexpr const auto& linear_view = view_of<profiles::sample_box, op::linear<f32>, warm>;
constexpr const auto& copy_view = view_of<profiles::sample_box, op::copy<f64>, warm>;

constexpr bool close(double a, double b) {
  const double difference = a > b ? a - b : b - a;
  return difference <= 1e-12 * b;
}

constexpr coordinates<1> at(double x) { return {static_cast<std::size_t>(x)}; }
constexpr coordinates<3> at(double m, double n, double k) {
  return {static_cast<std::size_t>(m), static_cast<std::size_t>(n), static_cast<std::size_t>(k)};
}

/// Whether every knot of the gemm table gives back exactly what the table holds there.
constexpr bool gemm_knots_are_exact(const table_view<3>& view) {
  std::size_t next = 0;
  for (const double m : gemm_table::m) {
    for (const double n : gemm_table::n) {
      for (const double k : gemm_table::k) {
        const reading read = interpolate(view, at(m, n, k));
        if (read.latency != gemm_table::latency[next++] || !read.at_knot || read.outside) return false;
      }
    }
  }
  return next == std::size(gemm_table::latency);
}
static_assert(gemm_knots_are_exact(gemm_view));

constexpr bool copy_knots_are_exact(const table_view<1>& view) {
  for (std::size_t i = 0; i < std::size(copy_table::bytes); ++i) {
    const reading read = interpolate(view, at(copy_table::bytes[i]));
    if (read.latency != copy_table::latency[i] || !read.at_knot || read.outside) return false;
  }
  return true;
}
static_assert(copy_knots_are_exact(copy_view));

// Inside a cell, between the neighbours 128 and 129 and 64 and 65 as well as in wide ones.
static_assert(close(interpolate(gemm_view, {70, 500, 2000}).latency, sample::gemm_seconds(70, 500, 2000)));
static_assert(close(interpolate(gemm_view, {2, 9, 3000}).latency, sample::gemm_seconds(2, 9, 3000)));
static_assert(!interpolate(gemm_view, {70, 500, 2000}).at_knot);
static_assert(!interpolate(gemm_view, {128, 48, 66}).at_knot);  // one axis between its knots is enough
static_assert(interpolate(copy_view, {(1024 + 32768) / 2}).latency == (2e-7 + 1e-6) / 2);

static_assert(Table<table_view<3>, 3> && !Table<table_view<3>, 2> && !Table<axis_view, 1>);

TEST(Table, GivesBackItsKnotsExactly) {
  EXPECT_TRUE(gemm_knots_are_exact(gemm_view));
  EXPECT_TRUE(copy_knots_are_exact(copy_view));
}

TEST(Table, GivesBackKnotsExactlyWhateverTheValues) {
  // Values with full mantissas and of very different size: `a + w * (b - a)` would not give them back.
  const double knots[] = {1, 7, 8, 1000};
  std::array<std::uint16_t, bucket_of(1000) + 1> buckets{};
  std::array<double, 3> inverse_widths{};
  const std::size_t steps = index_axis(knots, 4, buckets.data(), inverse_widths.data());
  const axis_view axis{knots, buckets.data(), inverse_widths.data(), 4, steps};
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> exponent(-9, 0);
  for (int trial = 0; trial < 200; ++trial) {
    double latency[16];
    for (double& value : latency) value = std::pow(10.0, exponent(random));
    const table_view<2> view{{axis, axis}, latency};
    for (std::size_t i = 0; i < 4; ++i) {
      for (std::size_t j = 0; j < 4; ++j) {
        const reading read =
            interpolate(view, {static_cast<std::size_t>(knots[i]), static_cast<std::size_t>(knots[j])});
        EXPECT_EQ(read.latency, latency[4 * i + j]);
        EXPECT_TRUE(read.at_knot);
      }
    }
  }
}

TEST(Table, HoldsCostsLinearInEachDimensionExactlyInThreeDimensions) {
  std::mt19937_64 random(12);
  for (int i = 0; i < 5000; ++i) {
    const std::size_t m = 1 + random() % 1024;
    const std::size_t n = 8 + random() % (1000 - 8 + 1);
    const std::size_t k = 1 + random() % 4096;
    const reading read = interpolate(gemm_view, {m, n, k});
    const double exact = sample::gemm_seconds(static_cast<double>(m), static_cast<double>(n), static_cast<double>(k));
    EXPECT_TRUE(close(read.latency, exact)) << m << " " << n << " " << k << ": " << read.latency << " for " << exact;
    EXPECT_FALSE(read.outside);
  }
}

TEST(Table, HoldsCostsLinearInEachDimensionExactlyInFourDimensions) {
  std::mt19937_64 random(13);
  for (int i = 0; i < 5000; ++i) {
    const std::size_t batch = 1 + random() % 12;
    const std::size_t m = 16 + random() % (129 - 16 + 1);
    const std::size_t n = 16 + random() % (64 - 16 + 1);
    const std::size_t k = 32 + random() % (1000 - 32 + 1);
    const reading read = interpolate(batched_view, {batch, m, n, k});
    const double exact = static_cast<double>(batch) *
                         sample::gemm_seconds(static_cast<double>(m), static_cast<double>(n), static_cast<double>(k));
    EXPECT_TRUE(close(read.latency, exact)) << batch << " " << m << " " << n << " " << k;
  }
}

TEST(Table, GivesBackKnotsExactlyInFourDimensions) {
  std::size_t next = 0;
  for (const double batch : batched_table::batch) {
    for (const double m : batched_table::m) {
      for (const double n : batched_table::n) {
        for (const double k : batched_table::k) {
          const reading read = interpolate(batched_view, {static_cast<std::size_t>(batch), static_cast<std::size_t>(m),
                                                          static_cast<std::size_t>(n), static_cast<std::size_t>(k)});
          EXPECT_EQ(read.latency, batched_table::latency[next++]);
          EXPECT_TRUE(read.at_knot);
        }
      }
    }
  }
  EXPECT_EQ(next, std::size(batched_table::latency));
}

TEST(Table, IsLinearBetweenTwoKnotsInOneDimension) {
  for (std::size_t i = 0; i + 1 < std::size(copy_table::bytes); ++i) {
    for (int eighth = 1; eighth < 8; ++eighth) {
      const double weight = eighth / 8.0;
      const double x = copy_table::bytes[i] + weight * (copy_table::bytes[i + 1] - copy_table::bytes[i]);
      const double exact = (1 - weight) * copy_table::latency[i] + weight * copy_table::latency[i + 1];
      const reading read = interpolate(copy_view, at(x));
      EXPECT_TRUE(close(read.latency, exact)) << x;
      EXPECT_FALSE(read.at_knot) << x;
    }
  }
}

TEST(Table, ASingleKnotAxisInterpolatesTheOthers) {
  const reading middle = interpolate(linear_view, {4, (256 + 1000) / 2, 512});
  EXPECT_TRUE(close(middle.latency, (20e-6 + 75e-6) / 2));
  EXPECT_FALSE(middle.outside);
  EXPECT_EQ(interpolate(linear_view, {4, 1000, 2048}).latency, 300e-6);
  EXPECT_TRUE(interpolate(linear_view, {4, 1000, 2048}).at_knot);
  EXPECT_TRUE(interpolate(linear_view, {5, 1000, 2048}).outside);
  EXPECT_EQ(interpolate(linear_view, {5, 1000, 2048}).latency, 300e-6);
}

TEST(Table, WithoutAxesIsOneLatency) {
  const double latency[] = {3e-7};
  const reading read = interpolate(table_view<0>{{}, latency}, {});
  EXPECT_EQ(read.latency, 3e-7);
  EXPECT_TRUE(read.at_knot);
  EXPECT_FALSE(read.outside);
}

TEST(Table, HoldsTheEdgeBeyondTheGrid) {
  const std::size_t outside[] = {0, 5000};
  const std::size_t edge_m[] = {1, 1024};
  for (std::size_t i = 0; i < 2; ++i) {
    const coordinates<3> beyond{test::at_run_time(outside[i]), 48, 1000};
    const coordinates<3> edge{edge_m[i], 48, 1000};
    EXPECT_EQ(clamp_to_grid(gemm_view, beyond), edge);
    EXPECT_EQ(interpolate(gemm_view, beyond).latency, interpolate(gemm_view, edge).latency);
    EXPECT_TRUE(interpolate(gemm_view, beyond).outside);
    EXPECT_FALSE(interpolate(gemm_view, edge).outside);
  }
  const coordinates<3> corner{1024, 1000, 4096};
  EXPECT_EQ(clamp_to_grid(gemm_view, {9999, 9999, 9999}), corner);
  EXPECT_EQ(interpolate(gemm_view, {9999, 9999, 9999}).latency,
            gemm_table::latency[std::size(gemm_table::latency) - 1]);
}

TEST(Table, KnowsAKnotThatOnlyAPhaseReaches) {
  const double knots[] = {32, 64, 128};
  std::array<std::uint16_t, bucket_of(128) + 1> buckets{};
  std::array<double, 2> inverse_widths{};
  const std::size_t steps = index_axis(knots, 3, buckets.data(), inverse_widths.data());
  const double latency[] = {1, 2, 3};
  const table_view<1> view{{axis_view{knots, buckets.data(), inverse_widths.data(), 3, steps, axis_phase{32, 1.0}}},
                           latency};
  EXPECT_TRUE(interpolate(view, {64}).at_knot);
  EXPECT_FALSE(interpolate(view, {33}).at_knot);
  EXPECT_EQ(interpolate(view, {33}).latency, 2.0);
  EXPECT_FALSE(interpolate(view, {1}).outside);
  EXPECT_TRUE(interpolate(view, {129}).outside);
  EXPECT_EQ(clamp_to_grid(view, {129}), (coordinates<1>{128}));
}

TEST(Table, StaysBetweenTheKnotsOfItsCell) {
  std::mt19937_64 random(14);
  for (int i = 0; i < 5000; ++i) {
    const std::size_t x = 1024 + random() % (67108864 - 1024 + 1);
    const position where = copy_view.axes[0].locate(x);
    const double latency = interpolate(copy_view, {x}).latency;
    const double low = copy_table::latency[where.segment];
    const double high = copy_table::latency[where.segment + 1];
    EXPECT_GE(latency, low * (1 - 1e-15)) << x;
    EXPECT_LE(latency, high * (1 + 1e-15)) << x;
  }
}

}  // namespace
}  // namespace calib
