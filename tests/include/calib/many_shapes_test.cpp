#include "calib/many_shapes.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "calib/mapper.hpp"
#include "calib/op/convolution.hpp"
#include "calib/op/elementwise.hpp"
#include "calib/op/pooling.hpp"
#include "tests/samples/compiled_profile.hpp"

namespace calib {
namespace {

using cpu = mapper<profiles::sample_box>;
using by_roofline = mapper<profiles::sample_box, setting::sample_1t_warm, fallback::roofline>;
using gemm = op::gemm<f32>;

constexpr std::array<gemm, 3> some{gemm{129, 1000, 65}, gemm{300, 500, 2000}, gemm{8192, 4000, 16384}};
constexpr auto latencies_of_some = [] {
  std::array<seconds, 3> out{};
  cpu::latencies(some, out);
  return out;
}();
static_assert(latencies_of_some[0] == cpu::latency(some[0]) && latencies_of_some[1] == cpu::latency(some[1]));
static_assert(latencies_of_some[2] == cpu::latency(some[2]));

TEST(ManyShapes, AreInRowMajorOrder) {
  const std::vector<std::size_t> ms{1, 70}, ns{9, 10, 2000}, ks{4};
  std::vector<seconds> out(6);
  cpu::latency_grid<gemm>({ms, ns, ks}, out);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_EQ(out[i], cpu::latency(gemm{ms[i / 3], ns[i % 3], 4})) << i;
}

TEST(ManyShapes, AreAnsweredByTheFallbackAndThroughFormsToo) {
  using pool = op::max_pool<f32>;
  const std::vector<pool> shapes{{.batch = 1, .channels = 64, .in_h = 112, .in_w = 112, .kernel = 3, .stride = 2},
                                 {.batch = 8, .channels = 64, .in_h = 56, .in_w = 28, .kernel = 2, .stride = 2}};
  std::vector<seconds> out(2);
  by_roofline::latencies(shapes, out);
  EXPECT_EQ(out[0], by_roofline::latency(shapes[0]));
  EXPECT_EQ(out[1], by_roofline::latency(shapes[1]));
  const std::vector<std::size_t> sizes{64, 100};
  by_roofline::latency_grid<op::gelu<f32>>({sizes}, out);
  EXPECT_EQ(out[1], by_roofline::latency(op::gelu<f32>{100}));
}

TEST(ManyShapes, MayBeNone) {
  const std::vector<std::size_t> none;
  const std::vector<std::size_t> one{1};
  cpu::latencies(std::vector<gemm>{}, {});
  cpu::latency_grid<gemm>({one, none, one}, {});
  cpu::latency_grid<gemm>({one, one, none}, {});
  std::vector<seconds> call(1);
  cpu::latency_grid<op::dispatch<f32>>({}, call);
  EXPECT_EQ(call[0], cpu::latency(op::dispatch<f32>{}));
}

TEST(ManyShapes, ThereIsAPlaceForEachLatency) {
  std::vector<seconds> out(2);
  try {
    cpu::latencies(some, out);
    FAIL() << "three latencies in two places";
  } catch (const shape_count_error& e) {
    EXPECT_STREQ(e.what(), "calib: 3 shapes, but places for 2 latencies; give as many places as shapes");
  }
  const std::vector<std::size_t> sizes{1, 2};
  EXPECT_THROW(cpu::latency_grid<gemm>({sizes, sizes, sizes}, out), shape_count_error);
  // Combinations whose number wraps to 0.
  const std::vector<std::size_t> many(std::size_t{1} << 16U);
  EXPECT_THROW(by_roofline::latency_grid<op::conv2d_3x3<f32>>({many, many, many, many}, {}), shape_count_error);
}

}  // namespace
}  // namespace calib
