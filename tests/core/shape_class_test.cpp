#include "calib/shape_class.hpp"

#include <gtest/gtest.h>

#include "calib/op/dispatch.hpp"
#include "calib/op/gemm.hpp"
#include "calib/table.hpp"

namespace calib {
namespace {

using gemm = op::gemm<f32>;

constexpr shape_class whole_rows{.rule = class_rule::multiple_of, .amount = 16, .axis = 1};
constexpr shape_class large{.rule = class_rule::flops_above, .amount = 2'000'000};
constexpr shape_class out_of_cache{.rule = class_rule::bytes_above, .amount = 1024};

static_assert(whole_rows.holds(gemm{1, 32, 1}) && !whole_rows.holds(gemm{16, 33, 16}));
static_assert(!large.holds(gemm{100, 100, 100}) && large.holds(gemm{100, 100, 101}), "above, not at");
static_assert(!out_of_cache.holds(gemm{8, 8, 8}) && out_of_cache.holds(gemm{10, 10, 10}));
static_assert(!shape_class{}.any() && !shape_class{}.holds(gemm{16, 16, 16}));
static_assert(!shape_class{.rule = class_rule::multiple_of, .amount = 2}.holds(op::dispatch<f32>{}), "has no axis");

static_assert(grid_count({}) == 1 && grid_count({whole_rows}) == 2 && grid_count({whole_rows, large}) == 4);
static_assert(grid_of({}, gemm{16, 16, 16}) == 0);
static_assert(grid_of({whole_rows}, gemm{16, 16, 16}) == 1 && grid_of({shape_class{}, large}, gemm{16, 16, 16}) == 0);

TEST(ShapeClass, GridsCountAsAxesBeforeTheOthers) {
  constexpr shape_classes both{whole_rows, large};
  EXPECT_EQ(grid_of(both, gemm{1, 17, 1}), 0U);
  EXPECT_EQ(grid_of(both, gemm{1000, 1001, 1000}), 1U);
  EXPECT_EQ(grid_of(both, gemm{1, 16, 1}), 2U);
  EXPECT_EQ(grid_of(both, gemm{1000, 16, 1000}), 3U);
}

TEST(ShapeClass, EachGridIsInterpolatedByItself) {
  const double knots[] = {16, 32};
  std::array<std::uint16_t, bucket_of(32) + 1> buckets{};
  index_buckets(knots, 2, buckets.data());
  const double latency[] = {1, 2, 10, 30};
  const table_view<1> view{{axis_view{knots, buckets.data(), 2}}, latency, {whole_rows}};
  EXPECT_EQ(interpolate(view, {24}).latency, 1.5);
  EXPECT_EQ(interpolate(view, {24}, 1).latency, 20.0);
}

}  // namespace
}  // namespace calib
