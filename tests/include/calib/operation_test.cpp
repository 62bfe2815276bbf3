#include "calib/op/operation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <span>
#include <string>
#include <type_traits>

#include "calib/op/list.hpp"
#include "tests/include/calib/run_time.hpp"
#include "tests/include/calib/static_test.hpp"

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

/// The counts by hand, at compile time and again at run time: FLOPs, bytes, then the shape.
#define EXPECT_COST(arithmetic, traffic, ...)             \
  static_assert(costs(__VA_ARGS__, arithmetic, traffic)); \
  expect_cost(__VA_ARGS__, arithmetic, traffic)

TEST(Operation, MatrixProductsCountTwoFlopsForAMultiplyAdd) {
  // A[2,5] · B[5,3]: 30 multiply-adds; 10 + 15 + 6 = 31 elements.
  EXPECT_COST(60, 31 * 4, op::gemm<f32>{.m = 2, .n = 3, .k = 5});
  EXPECT_COST(60, 31 * 8, op::gemm<f64>{.m = 2, .n = 3, .k = 5});
  EXPECT_COST(60, 31, op::gemm<i8>{.m = 2, .n = 3, .k = 5});
  EXPECT_COST(60, 31 * 2, op::linear<bf16>{.m = 2, .n = 3, .k = 5});
  EXPECT_COST(60, 31 * 0.5, op::linear<i4>{.m = 2, .n = 3, .k = 5});
  EXPECT_COST(60, 16 * 2 + 15 * 0.5, op::linear<w4a16>{.m = 2, .n = 3, .k = 5});  // 3 x 5 weights of half a byte
  EXPECT_COST(60, 16 * 1 + 15 * 0.5, op::linear<w4a8>{.m = 2, .n = 3, .k = 5});
  EXPECT_COST(420, 7 * 31 * 4, op::batched_gemm<f32>{.batch = 7, .m = 2, .n = 3, .k = 5});
  // A[4,6] · x[6]: 24 multiply-adds; 24 + 6 + 4 = 34 elements.
  EXPECT_COST(48, 34 * 4, op::gemv<f32>{.m = 4, .k = 6});
  EXPECT_COST(20, 160, op::dot<f64>{.elements = 10});
  EXPECT_COST(20, 120, op::axpy<f32>{.elements = 10});
}

CALIB_STATIC_TEST(Operation, ABatchIsSoManyProducts,
                  op::batched_gemm<f32>{5, 2, 3, 4}.work().arithmetic ==
                      5.0 * op::gemm<f32>{2, 3, 4}.work().arithmetic);
CALIB_STATIC_TEST(Operation, AMatrixTimesAVectorIsAProductOfOneColumn,
                  op::gemv<f64>{7, 9}.work().arithmetic == op::gemm<f64>{7, 1, 9}.work().arithmetic);
CALIB_STATIC_TEST(Operation, DoublesTakeTwiceTheBytes,
                  op::gemm<f64>{2, 3, 4}.work().traffic == 2.0 * op::gemm<f32>{2, 3, 4}.work().traffic);

TEST(Operation, ElementwiseReadsOneOrTwoArraysAndWritesOne) {
  EXPECT_COST(100, 800, op::relu<f32>{.elements = 100});
  EXPECT_COST(800, 800, op::gelu<f32>{.elements = 100});
  EXPECT_COST(500, 800, op::silu<f32>{.elements = 100});
  EXPECT_COST(400, 800, op::sigmoid<f32>{.elements = 100});
  EXPECT_COST(100, 800, op::tanh<f32>{.elements = 100});
  EXPECT_COST(100, 400, op::exp<f16>{.elements = 100});
  EXPECT_COST(500, 800, op::hardswish<f32>{.elements = 100});
  EXPECT_COST(100, 1200, op::add<f32>{.elements = 100});
  EXPECT_COST(100, 2400, op::mul<f64>{.elements = 100});
}

TEST(Operation, StreamsCountBytesAsStreamDoes) {
  EXPECT_COST(0, 1600, op::copy<f64>{.bytes = 1600});
  EXPECT_COST(0, 1 << 20, op::copy<f32>{.bytes = 1 << 20});
  EXPECT_COST(100, 1600, op::scale<f64>{.bytes = 1600});
  EXPECT_COST(100, 2400, op::stream_add<f64>{.bytes = 2400});
  EXPECT_COST(200, 2400, op::triad<f64>{.bytes = 2400});
  EXPECT_COST(400, 2400, op::triad<f32>{.bytes = 2400});
  EXPECT_COST(0, 800, op::read<f64>{.bytes = 800});
  EXPECT_COST(0, 800, op::write<f64>{.bytes = 800});
}

CALIB_STATIC_TEST(Operation, StreamsKnowTheElementsOfEachArray,
                  op::copy<f64>{.bytes = 1600}.elements() == 100 && op::triad<f32>{.bytes = 2400}.elements() == 200 &&
                      op::read<f64>{.bytes = 807}.elements() == 100 &&
                      op::concat<f32>{.bytes = 1600}.elements() == 100);  // of each half
CALIB_STATIC_TEST(Operation, StreamsOfFourBitsHaveTwoElementsInAByte,
                  op::copy<fp4>{.bytes = 100}.elements() == 100 && op::read<i4>{.bytes = 7}.elements() == 14);

TEST(Operation, NormalisationsReadTheirParameters) {
  // 3 rows of 10: 30 elements read; 30, or 3, written; 10 for each parameter.
  EXPECT_COST(150, 60 * 4, op::softmax<f32>{.rows = 3, .cols = 10});
  EXPECT_COST(240, 80 * 4, op::layer_norm<f32>{.rows = 3, .cols = 10});
  EXPECT_COST(120, 70 * 8, op::rms_norm<f64>{.rows = 3, .cols = 10});
  EXPECT_COST(30, 33 * 4, op::reduce_sum<f32>{.rows = 3, .cols = 10});
  EXPECT_COST(30, 70 * 2, op::bias_add<bf16>{.rows = 3, .cols = 10});
  // 2 images of 3 channels of 5 by 7: 210 elements; four parameters a channel; 6 means.
  EXPECT_COST(420, 432 * 4, op::batch_norm<f32>{.batch = 2, .channels = 3, .in_h = 5, .in_w = 7});
  EXPECT_COST(210, 216 * 4, op::global_avg_pool<f32>{.batch = 2, .channels = 3, .in_h = 5, .in_w = 7});
  // Their forms: 6 planes of 35 pixels, of which each has parameters.
  EXPECT_COST(420, 444 * 4, op::batch_norm_planes<f32>{.planes = 6, .pixels = 35});
  EXPECT_COST(210, 216 * 4, op::global_avg_pool_planes<f32>{.planes = 6, .pixels = 35});
  // 2 planes of 9 outputs, each of which reads 4 pixels of its own.
  EXPECT_COST(0, 18 * 5 * 4, op::max_pool_square<f32>{.planes = 2, .side = 3, .kernel = 2, .stride = 2});
  EXPECT_COST(72, 18 * 5 * 4, op::avg_pool_square<f32>{.planes = 2, .side = 3, .kernel = 2, .stride = 2});
}

TEST(Operation, MovesReadAndWriteEachElementOnce) {
  EXPECT_COST(0, 800, op::concat<f64>{.bytes = 800});
  EXPECT_COST(0, 240, op::transpose<f32>{.rows = 3, .cols = 10});
  EXPECT_COST(0, 480, op::gather<f64>{.rows = 3, .cols = 10});
}

TEST(Operation, DispatchIsNoWork) { EXPECT_COST(0, 0, op::dispatch<f32>{}); }

TEST(Operation, SizesBeyondSixtyFourBitsDoNotOverflow) {
  constexpr std::size_t big = std::size_t{1} << 32;
  EXPECT_COST(0x1p97, 3 * 0x1p66, op::gemm<f32>{.m = big, .n = big, .k = big});
}

#undef EXPECT_COST

CALIB_STATIC_TEST(Operation, ItsRankIsTheNumberOfItsDimensions,
                  rank<op::gemm<f32>> == 3 && rank<op::batched_gemm<f32>> == 4 && rank<op::copy<f32>> == 1 &&
                      rank<op::dispatch<f32>> == 0);
CALIB_STATIC_TEST(Operation, ItsTypeIsItsIdentity,
                  precision_of<op::gemm<bf16>> == precision::bf16 && !std::is_same_v<op::relu<f32>, op::tanh<f32>>);
CALIB_STATIC_TEST(Operation, GivesItsShapeBack,
                  from_dims<op::gemm<f32>>({2, 3, 4}).dims() == std::array<std::size_t, 3>{2, 3, 4});

using convolution = op::conv2d<f32>;
CALIB_STATIC_TEST(Operation, KnowsWhichDimensionsHaveADefault,
                  convolution::dimensions[6] == "kernel_w" && !convolution::has_default[6] &&
                      convolution::dimensions[7] == "stride" && convolution::has_default[7] &&
                      convolution::dimensions[8] == "pad" && convolution::has_default[8] &&
                      op::gemm<f32>::has_default == std::array<bool, 3>{});
CALIB_STATIC_TEST(Operation, DefaultsHoldWhereNothingIsSaid,
                  convolution{.batch = 2,
                              .in_channels = 3,
                              .in_h = 5,
                              .in_w = 7,
                              .out_channels = 11,
                              .kernel_h = 1,
                              .kernel_w = 2,
                              .dilation = 4}
                          .dims() ==
                      std::array<std::size_t, 19>{2, 3, 5, 7, 11, 1, 2, 1, 0, 4, 1, 0, 0, 0, 0, 0, 0, 0, 0});
CALIB_STATIC_TEST(Operation, KnowsTheHeaderThatAProgramIncludesForIt,
                  op::gemm<f32>::header == "calib/op/gemm.hpp" && op::relu<f64>::header == "calib/op/elementwise.hpp" &&
                      convolution::header == "calib/op/convolution.hpp");

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
CALIB_STATIC_TEST(OperationList, IsVisitedAtCompileTimeToo,
                  visited_rank("batched_gemm", precision::f32) == 4 && visited_rank("gem", precision::f32) == 0 &&
                      !visit_operation("teleport", precision::f32, []<class>() {}));

constexpr bool every_name_finds_its_operation() {
  bool all = true;
  std::string_view name;
  const auto note = [&]<class Found>() { name = Found::name; };  // one for all: not compiled for every pair
  for_each_operation<f32>([&]<class Op>() {
    const bool found = visit_operation(Op::name, precision::f32, note);
    all = all && found && name == Op::name;
  });
  return all;
}
CALIB_STATIC_TEST(OperationList, FindsEveryOperationAtCompileTimeToo, every_name_finds_its_operation());

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
      const bool exists = !is_pair(wanted) || Op::name == "linear";
      EXPECT_EQ(visit_operation(Op::name, wanted, note), exists) << Op::name << ' ' << facts(wanted).name;
      if (!exists) continue;
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
