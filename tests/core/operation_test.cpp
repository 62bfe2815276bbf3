#include "calib/op/operation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <type_traits>

#include "calib/op/list.hpp"
#include "tests/core/run_time.hpp"

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

static_assert(costs(op::copy<f64>{.bytes = 1600}, 0, 1600));
static_assert(costs(op::scale<f64>{.bytes = 1600}, 100, 1600));
static_assert(costs(op::stream_add<f64>{.bytes = 2400}, 100, 2400));
static_assert(costs(op::triad<f64>{.bytes = 2400}, 200, 2400));
static_assert(costs(op::triad<f32>{.bytes = 2400}, 400, 2400));
static_assert(costs(op::read<f64>{.bytes = 800}, 0, 800));
static_assert(costs(op::write<f64>{.bytes = 800}, 0, 800));

static_assert(op::copy<f64>{.bytes = 1600}.elements() == 100);
static_assert(op::triad<f32>{.bytes = 2400}.elements() == 200);
static_assert(op::read<f64>{.bytes = 807}.elements() == 100);

static_assert(rank<op::gemm<f32>> == 3 && rank<op::batched_gemm<f32>> == 4 && rank<op::copy<f32>> == 1);
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
  for_each_operation<f32>([&]<class Op>() {
    EXPECT_TRUE(names.insert(std::string(Op::name)).second) << Op::name << " is listed twice";
    for (std::size_t i = 0; i < precision_count; ++i) {
      const auto wanted = static_cast<precision>(i);
      EXPECT_TRUE(visit_operation(Op::name, wanted, [&]<class Found>() {
        EXPECT_EQ(Found::name, Op::name);
        EXPECT_EQ(precision_of<Found>, wanted);
        EXPECT_TRUE(std::ranges::equal(Found::dimensions, Op::dimensions));
      }));
    }
  });
  for (const char* name : {"gemm", "linear", "batched_gemm", "gemv", "dot", "axpy", "relu", "add", "copy", "triad"}) {
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

TEST(OperationList, WorkGrowsWithEveryDimension) {
  for_each_operation<f32>([]<class Op>() {
    std::array<std::size_t, rank<Op>> dims{};
    dims.fill(960);
    const cost base = from_dims<Op>(dims).work();
    EXPECT_GT(base.traffic.value, 0) << Op::name;
    for (std::size_t i = 0; i < dims.size(); ++i) {
      auto larger = dims;
      larger[i] *= 2;
      const cost more = from_dims<Op>(larger).work();
      EXPECT_GT(more.traffic, base.traffic) << Op::name << " " << Op::dimensions[i];
      EXPECT_EQ(more.arithmetic, 2 * base.arithmetic) << Op::name << " " << Op::dimensions[i];
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
