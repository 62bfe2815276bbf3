/// Phases, and knots beyond what was measured, on their whole way: JSON to header to compiler, and JSON to memory, give the same answers.

#include <calib/profiles/phased_box.hpp>

#include "compare_mappers.hpp"

namespace calib {
namespace {

using box = mapper<profiles::phased_box>;
using gemm = op::gemm<f32>;

static_assert(box::estimate(gemm{64, 100, 96}).source == source::measured);
static_assert(box::estimate(gemm{64, 100, 95}).source == source::interpolated, "95 counts as a knot, and is none");
static_assert(box::latency(gemm{64, 100, 95}) == box::latency(gemm{64, 100, 96}));
static_assert(box::latency(gemm{65, 100, 96}) > box::latency(gemm{64, 100, 96}));
static_assert(box::estimate(gemm{1, 16, 1}).source == source::interpolated);
static_assert(box::estimate(gemm{513, 100, 96}).source == source::extrapolated);
static_assert(box::latency(gemm{1024, 256, 1024}) == 2 * box::latency(gemm{512, 256, 1024}), "bound by arithmetic");

// Nothing was measured beyond n = 100, though a knot at 256 says what is expected there.
static_assert(box::estimate(gemm{64, 101, 96}).source == source::extrapolated);
static_assert(box::latency(gemm{64, 256, 96}) == seconds{5.91632e-05}, "as fitted, not with the utilisation at 100");
static_assert(box::latency(gemm{64, 512, 96}) == 2 * box::latency(gemm{64, 256, 96}), "beyond it utilisation is held");

TEST(Phases, AnswerAlikeInBothMappers) {
  test::compare_profile<profiles::phased_box>(load_profile(CALIB_TEST_PHASED_PROFILE));
}

TEST(Phases, CountWhatIsMissingToTheNextTile) {
  const loaded_profile loaded = load_profile(CALIB_TEST_PHASED_PROFILE);
  // 56 counts as 60, and 60 as 62: both lie between the knots 8 and 64.
  const double at_knot = loaded.latency(gemm{64, 100, 96}).count();
  const double a = loaded.latency(gemm{56, 100, 96}).count();
  const double b = loaded.latency(gemm{60, 100, 96}).count();
  EXPECT_NEAR((at_knot - a) / (at_knot - b), 2.0, 1e-9);
}

}  // namespace
}  // namespace calib
