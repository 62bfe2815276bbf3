/// Phases, and knots beyond what was measured, on their whole way: JSON to header to compiler, and JSON to memory, give
/// the same answers.

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

// Elements beyond the last vector of 16 cost 13 others each.
using exponentials = op::exp<f32>;
static_assert(box::estimate(exponentials{64}).source == source::measured);
static_assert(box::latency(exponentials{65}) > box::latency(exponentials{64}));
static_assert(box::latency(exponentials{79}) > box::latency(exponentials{80}),
              "fifteen by one cost more than a vector");
static_assert(box::latency(exponentials{4095}) == box::latency(exponentials{4096}));
static_assert(box::estimate(exponentials{4095}).source == source::interpolated);
static_assert(box::estimate(exponentials{4097}).source == source::extrapolated);

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
  // 79 counts as 79 + 12 * 15.
  EXPECT_NEAR(loaded.latency(exponentials{79}).count(), 2e-9 + 1e-9 * 259, 1e-16);
}

}  // namespace
}  // namespace calib
