#include "calib/shape_class.hpp"

#include <gtest/gtest.h>

#include "calib/op/dispatch.hpp"
#include "calib/op/gemm.hpp"
#include "calib/table.hpp"

namespace calib {
namespace {

using gemm = op::gemm<f32>;

template <Operation Op>
constexpr bool holds(const shape_class& one, const Op& op) {
  return one.holds(op.dims(), op.work());
}

constexpr shape_class whole_rows{.rule = class_rule::multiple_of, .amount = 16, .axis = 1};
constexpr shape_class deep{.rule = class_rule::size_above, .amount = 64, .axis = 2};
constexpr shape_class large{.rule = class_rule::flops_above, .amount = 2'000'000};
constexpr shape_class out_of_cache{.rule = class_rule::bytes_above, .amount = 1024};

static_assert(holds(whole_rows, gemm{1, 32, 1}) && !holds(whole_rows, gemm{16, 33, 16}));
constexpr shape_class whole_twice{.rule = class_rule::multiple_of, .amount = 16, .axis = 1, .also = 2};
static_assert(holds(whole_twice, gemm{1, 32, 48}) && !holds(whole_twice, gemm{16, 32, 1}));
static_assert(!holds(whole_twice, gemm{16, 1, 32}), "of both");
static_assert(!holds(deep, gemm{65, 65, 64}) && holds(deep, gemm{1, 1, 65}), "above, not at");
static_assert(!holds(large, gemm{100, 100, 100}) && holds(large, gemm{100, 100, 101}), "above, not at");
static_assert(!holds(out_of_cache, gemm{8, 8, 8}) && holds(out_of_cache, gemm{10, 10, 10}));
static_assert(!shape_class{}.any() && !holds(shape_class{}, gemm{16, 16, 16}));
static_assert(!holds(shape_class{.rule = class_rule::multiple_of, .amount = 2}, op::dispatch<f32>{}), "has no axis");
static_assert(!holds(shape_class{.rule = class_rule::size_above, .amount = 1}, op::dispatch<f32>{}), "has no axis");

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
  std::array<double, 1> inverse_widths{};
  const std::size_t steps = index_axis(knots, 2, buckets.data(), inverse_widths.data());
  const double latency[] = {1, 2, 10, 30};
  const table_view<1> view{{axis_view{knots, buckets.data(), inverse_widths.data(), 2, steps}}, latency, {whole_rows}};
  EXPECT_EQ(interpolate(view, {24}).latency, 1.5);
  EXPECT_EQ(interpolate(view, {24}, 1).latency, 20.0);
}

}  // namespace
}  // namespace calib
