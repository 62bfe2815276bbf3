/// Classes of shapes on their whole way: JSON to header to compiler, and JSON to memory, give the same answers.

#include <calib/profiles/classed_box.hpp>

#include "compare_mappers.hpp"

namespace calib {
namespace {

using box = mapper<profiles::classed_box>;
using gemm = op::gemm<f32>;

static_assert(box::estimate(gemm{64, 96, 96}).source == source::interpolated);
static_assert(box::latency(gemm{64, 96, 96}) < box::latency(gemm{64, 95, 96}), "whole rows are faster");
static_assert(box::latency(gemm{128, 96, 128}) > 1.4 * box::latency(gemm{64, 96, 128}), "large products are slower");
static_assert(box::estimate(gemm{512, 257, 512}).source == source::extrapolated);
static_assert(box::latency(gemm{512, 257, 512}) > box::latency(gemm{512, 272, 512}), "beyond the knots, too");

TEST(Classes, AnswerAlikeInBothMappers) {
  test::compare_profile<profiles::classed_box>(load_profile(CALIB_TEST_CLASSED_BOX));
}

TEST(Classes, ChooseTheGrid) {
  const loaded_profile loaded = load_profile(CALIB_TEST_CLASSED_BOX);
  // 17 lies 1 / 240 of the way from 16 to 256, in the grid of rows that are not whole.
  const double whole = loaded.latency(gemm{16, 16, 32}).count(), broken = loaded.latency(gemm{16, 17, 32}).count();
  EXPECT_GT(broken, whole / 0.75);
  EXPECT_LT(broken, 1.05 * whole / 0.75);
}

}  // namespace
}  // namespace calib
