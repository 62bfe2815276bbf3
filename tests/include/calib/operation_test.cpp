#include "calib/op/operation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <type_traits>

#include "calib/op/list.hpp"
#include "tests/include/calib/run_time.hpp"

namespace calib {
namespace {

/// Whether the work of `op` is what was counted by hand.
template <Operation Op>
constexpr bool costs(const Op& op, double arithmetic, double traffic) {
  return op.work().arithmetic == flops{arithmetic} && op.work().traffic == bytes{traffic};
}

template <Operation Op>
void expect_cost(const Op& op, double arithmetic, double traffic) {
  const cost work = test::at_run_time(op).work();
  EXPECT_EQ(work.arithmetic.value, arithmetic) << Op::name;
  EXPECT_EQ(work.traffic.value, traffic) << Op::name;
}

// A[2,5] · B[5,3]: 30 multiply-adds; 10 + 15 + 6 = 31 elements.
static_assert(costs(op::gemm<f32>{.m = 2, .n = 3, .k = 5}, 60, 31 * 4));
static_assert(costs(op::gemm<f64>{.m = 2, .n = 3, .k = 5}, 60, 31 * 8));
static_assert(costs(op::gemm<i8>{.m = 2, .n = 3, .k = 5}, 60, 31));
static_assert(costs(op::linear<bf16>{.m = 2, .n = 3, .k = 5}, 60, 31 * 2));
static_assert(costs(op::batched_gemm<f32>{.batch = 7, .m = 2, .n = 3, .k = 5}, 420, 7 * 31 * 4));
// A[4,6] · x[6]: 24 multiply-adds; 24 + 6 + 4 = 34 elements.
static_assert(costs(op::gemv<f32>{.m = 4, .k = 6}, 48, 34 * 4));
static_assert(costs(op::dot<f64>{.elements = 10}, 20, 160));
static_assert(costs(op::axpy<f32>{.elements = 10}, 20, 120));

static_assert(costs(op::relu<f32>{.elements = 100}, 100, 800));
static_assert(costs(op::gelu<f32>{.elements = 100}, 800, 800));
static_assert(costs(op::silu<f32>{.elements = 100}, 500, 800));
static_assert(costs(op::sigmoid<f32>{.elements = 100}, 400, 800));
static_assert(costs(op::tanh<f32>{.elements = 100}, 100, 800));
static_assert(costs(op::exp<f16>{.elements = 100}, 100, 400));
static_assert(costs(op::hardswish<f32>{.elements = 100}, 500, 800));
static_assert(costs(op::add<f32>{.elements = 100}, 100, 1200));
static_assert(costs(op::mul<f64>{.elements = 100}, 100, 2400));

// 3 rows of 10: 30 elements read; 30, or 3, written; 10 for each parameter.
static_assert(costs(op::softmax<f32>{.rows = 3, .cols = 10}, 150, 60 * 4));
static_assert(costs(op::layer_norm<f32>{.rows = 3, .cols = 10}, 240, 80 * 4));
static_assert(costs(op::rms_norm<f64>{.rows = 3, .cols = 10}, 120, 70 * 8));
static_assert(costs(op::reduce_sum<f32>{.rows = 3, .cols = 10}, 30, 33 * 4));
static_assert(costs(op::bias_add<bf16>{.rows = 3, .cols = 10}, 30, 70 * 2));
// 2 images of 3 channels of 5 by 7: 210 elements; four parameters a channel; 6 means.
static_assert(costs(op::batch_norm<f32>{.batch = 2, .channels = 3, .in_h = 5, .in_w = 7}, 420, 432 * 4));
static_assert(costs(op::global_avg_pool<f32>{.batch = 2, .channels = 3, .in_h = 5, .in_w = 7}, 210, 216 * 4));
// Their forms: 6 planes of 35 pixels, of which each has parameters.
static_assert(costs(op::batch_norm_planes<f32>{.planes = 6, .pixels = 35}, 420, 444 * 4));
static_assert(costs(op::global_avg_pool_planes<f32>{.planes = 6, .pixels = 35}, 210, 216 * 4));

static_assert(costs(op::copy<f64>{.bytes = 1600}, 0, 1600));
static_assert(costs(op::scale<f64>{.bytes = 1600}, 100, 1600));
static_assert(costs(op::stream_add<f64>{.bytes = 2400}, 100, 2400));
static_assert(costs(op::triad<f64>{.bytes = 2400}, 200, 2400));
static_assert(costs(op::triad<f32>{.bytes = 2400}, 400, 2400));
static_assert(costs(op::read<f64>{.bytes = 800}, 0, 800));
static_assert(costs(op::write<f64>{.bytes = 800}, 0, 800));
static_assert(costs(op::concat<f64>{.bytes = 800}, 0, 800));
static_assert(costs(op::transpose<f32>{.rows = 3, .cols = 10}, 0, 240));
static_assert(costs(op::gather<f64>{.rows = 3, .cols = 10}, 0, 480));

static_assert(costs(op::dispatch<f32>{}, 0, 0));

static_assert(op::copy<f64>{.bytes = 1600}.elements() == 100);
static_assert(op::triad<f32>{.bytes = 2400}.elements() == 200);
static_assert(op::read<f64>{.bytes = 807}.elements() == 100);
static_assert(op::concat<f32>{.bytes = 1600}.elements() == 100);  // of each half

static_assert(rank<op::gemm<f32>> == 3 && rank<op::batched_gemm<f32>> == 4 && rank<op::copy<f32>> == 1 &&
              rank<op::dispatch<f32>> == 0);
static_assert(precision_of<op::gemm<bf16>> == precision::bf16);
static_assert(!std::is_same_v<op::relu<f32>, op::tanh<f32>>);

TEST(Operation, MatrixProductsCountTwoFlopsForAMultiplyAdd) {
  expect_cost(op::gemm<f32>{.m = 2, .n = 3, .k = 5}, 60, 31 * 4);
  expect_cost(op::gemm<f64>{.m = 2, .n = 3, .k = 5}, 60, 31 * 8);
  expect_cost(op::gemm<i8>{.m = 2, .n = 3, .k = 5}, 60, 31);
  expect_cost(op::linear<bf16>{.m = 2, .n = 3, .k = 5}, 60, 31 * 2);
  expect_cost(op::batched_gemm<f32>{.batch = 7, .m = 2, .n = 3, .k = 5}, 420, 7 * 31 * 4);
  expect_cost(op::gemv<f32>{.m = 4, .k = 6}, 48, 34 * 4);
  expect_cost(op::dot<f64>{.elements = 10}, 20, 160);
  expect_cost(op::axpy<f32>{.elements = 10}, 20, 120);
}

TEST(Operation, ElementwiseReadsOneOrTwoArraysAndWritesOne) {
  expect_cost(op::relu<f32>{.elements = 100}, 100, 800);
  expect_cost(op::gelu<f32>{.elements = 100}, 800, 800);
  expect_cost(op::silu<f32>{.elements = 100}, 500, 800);
  expect_cost(op::sigmoid<f32>{.elements = 100}, 400, 800);
  expect_cost(op::tanh<f32>{.elements = 100}, 100, 800);
  expect_cost(op::exp<f16>{.elements = 100}, 100, 400);
  expect_cost(op::hardswish<f32>{.elements = 100}, 500, 800);
  expect_cost(op::add<f32>{.elements = 100}, 100, 1200);
  expect_cost(op::mul<f64>{.elements = 100}, 100, 2400);
}

TEST(Operation, StreamsCountBytesAsStreamDoes) {
  expect_cost(op::copy<f64>{.bytes = 1600}, 0, 1600);
  expect_cost(op::scale<f64>{.bytes = 1600}, 100, 1600);
  expect_cost(op::stream_add<f64>{.bytes = 2400}, 100, 2400);
  expect_cost(op::triad<f64>{.bytes = 2400}, 200, 2400);
  expect_cost(op::triad<f32>{.bytes = 2400}, 400, 2400);
  expect_cost(op::read<f64>{.bytes = 800}, 0, 800);
  expect_cost(op::write<f64>{.bytes = 800}, 0, 800);
}

TEST(Operation, NormalisationsReadTheirParameters) {
  expect_cost(op::softmax<f32>{.rows = 3, .cols = 10}, 150, 60 * 4);
  expect_cost(op::layer_norm<f32>{.rows = 3, .cols = 10}, 240, 80 * 4);
  expect_cost(op::rms_norm<f64>{.rows = 3, .cols = 10}, 120, 70 * 8);
  expect_cost(op::reduce_sum<f32>{.rows = 3, .cols = 10}, 30, 33 * 4);
  expect_cost(op::bias_add<bf16>{.rows = 3, .cols = 10}, 30, 70 * 2);
  expect_cost(op::batch_norm<f32>{.batch = 2, .channels = 3, .in_h = 5, .in_w = 7}, 420, 432 * 4);
  expect_cost(op::global_avg_pool<f32>{.batch = 2, .channels = 3, .in_h = 5, .in_w = 7}, 210, 216 * 4);
  expect_cost(op::batch_norm_planes<f32>{.planes = 6, .pixels = 35}, 420, 444 * 4);
  expect_cost(op::global_avg_pool_planes<f32>{.planes = 6, .pixels = 35}, 210, 216 * 4);
}

TEST(Operation, MovesReadAndWriteEachElementOnce) {
  expect_cost(op::concat<f64>{.bytes = 800}, 0, 800);
  expect_cost(op::transpose<f32>{.rows = 3, .cols = 10}, 0, 240);
  expect_cost(op::gather<f64>{.rows = 3, .cols = 10}, 0, 480);
}

TEST(Operation, SizesBeyondSixtyFourBitsDoNotOverflow) {
  const std::size_t big = std::size_t{1} << 32;
  expect_cost(op::gemm<f32>{.m = big, .n = big, .k = big}, 0x1p97, 3 * 0x1p66);
}

/// Collects what a visit sees.
struct seen {
  std::string name;
  precision format = precision::i8;
  std::size_t dimensions = 0;
};

constexpr std::size_t visited_rank(std::string_view name, precision p) {
  std::size_t found = 0;
  visit_operation(name, p, [&]<class Op>() { found = rank<Op>; });
  return found;
}
static_assert(visited_rank("batched_gemm", precision::f32) == 4);
static_assert(visited_rank("gem", precision::f32) == 0);

TEST(OperationList, VisitsTheOperationOfThatNameAndPrecision) {
  seen got;
  EXPECT_TRUE(visit_operation("gemv", precision::bf16, [&]<class Op>() {
    got = {std::string(Op::name), precision_of<Op>, rank<Op>};
  }));
  EXPECT_EQ(got.name, "gemv");
  EXPECT_EQ(got.format, precision::bf16);
  EXPECT_EQ(got.dimensions, 2U);
}

TEST(OperationList, VisitsNothingForAnUnknownName) {
  bool called = false;
  EXPECT_FALSE(visit_operation("gem", precision::f32, [&]<class Op>() { called = true; }));
  EXPECT_FALSE(visit_operation("", precision::f32, [&]<class Op>() { called = true; }));
  EXPECT_FALSE(called);
}

TEST(OperationList, EveryOperationIsFoundByItsNameInEveryPrecision) {
  std::set<std::string> names;
  seen found;
  std::span<const std::string_view> dimensions;
  const auto note = [&]<class Found>() {  // one function for all: each would be compiled for every pair of operations
    found = {std::string(Found::name), precision_of<Found>, rank<Found>};
    dimensions = Found::dimensions;
  };
  for_each_operation<f32>([&]<class Op>() {
    EXPECT_TRUE(names.insert(std::string(Op::name)).second) << Op::name << " is listed twice";
    for (std::size_t i = 0; i < precision_count; ++i) {
      const auto wanted = static_cast<precision>(i);
      EXPECT_TRUE(visit_operation(Op::name, wanted, note));
      EXPECT_EQ(found.name, Op::name);
      EXPECT_EQ(found.format, wanted);
      EXPECT_TRUE(std::ranges::equal(dimensions, Op::dimensions));
    }
  });
  for (const char* name :
       {"gemm", "linear", "batched_gemm", "gemv", "dot", "axpy", "relu", "add", "softmax", "batch_norm_planes",
        "global_avg_pool_planes", "copy", "triad", "transpose", "concat", "gather", "dispatch"}) {
    EXPECT_TRUE(names.contains(name)) << name;
  }
}

TEST(OperationList, DimensionsGoInAndOutInTheOrderOfTheirNames) {
  for_each_operation<f64>([]<class Op>() {
    std::array<std::size_t, rank<Op>> dims{};
    for (std::size_t i = 0; i < dims.size(); ++i) dims[i] = 10 + i;
    EXPECT_EQ(from_dims<Op>(dims).dims(), dims) << Op::name;
    const std::set<std::string_view> distinct(Op::dimensions.begin(), Op::dimensions.end());
    EXPECT_EQ(distinct.size(), rank<Op>) << Op::name;
  });
  const auto shape = from_dims<op::batched_gemm<f32>>({2, 3, 4, 5});
  EXPECT_EQ(shape.batch, 2U);
  EXPECT_EQ(shape.m, 3U);
  EXPECT_EQ(shape.n, 4U);
  EXPECT_EQ(shape.k, 5U);
  EXPECT_EQ(op::batched_gemm<f32>::dimensions, (std::array<std::string_view, 4>{"batch", "m", "n", "k"}));
}

TEST(OperationList, WorkShrinksWithNoDimension) {
  for_each_operation<f32>([]<class Op>() {
    std::array<std::size_t, rank<Op>> dims{};
    dims.fill(960);
    const cost base = from_dims<Op>(dims).work();
    EXPECT_EQ(base.traffic.value > 0, rank<Op> > 0) << Op::name;
    for (std::size_t i = 0; i < dims.size(); ++i) {
      auto larger = dims;
      larger[i] *= 2;
      const cost more = from_dims<Op>(larger).work();
      EXPECT_GE(more.traffic, base.traffic) << Op::name << " " << Op::dimensions[i];
      EXPECT_GE(more.arithmetic, base.arithmetic) << Op::name << " " << Op::dimensions[i];
    }
  });
}

TEST(TypeList, VisitsTypesInOrder) {
  std::string order;
  for_each_type<type_list<f64, f32, i8>>([&]<class P>() {
    order += facts(P::id).name;
    order += ' ';
  });
  EXPECT_EQ(order, "f64 f32 i8 ");
  EXPECT_EQ((type_list<f64, f32, i8>::size), 3U);
}

}  // namespace
}  // namespace calib
