#include "calib/op/list.hpp"

#include "static_test.hpp"

namespace {

using namespace calib;

CALIB_STATIC_TEST(Gemm, CountsTwoFlopsAMultiplyAdd, op::gemm<f32>{2, 3, 4}.work().arithmetic == flops{48});
CALIB_STATIC_TEST(Gemm, MovesEachOperandOnce, op::gemm<f32>{2, 3, 4}.work().traffic == bytes{4 * (8 + 12 + 6)});
CALIB_STATIC_TEST(Gemm, DoublesItsBytesInDouble,
                  op::gemm<f64>{2, 3, 4}.work().traffic == 2.0 * op::gemm<f32>{2, 3, 4}.work().traffic);
CALIB_STATIC_TEST(Gemm, SurvivesShapesBeyond64Bits,
                  op::gemm<f32>{1UL << 32, 1UL << 32, 1UL << 32}.work().arithmetic.value > 1.5e29);
CALIB_STATIC_TEST(BatchedGemm, IsSoManyGemms,
                  op::batched_gemm<f32>{5, 2, 3, 4}.work().arithmetic ==
                      5.0 * op::gemm<f32>{2, 3, 4}.work().arithmetic);
CALIB_STATIC_TEST(Gemv, IsAGemmOfOneColumn,
                  op::gemv<f64>{7, 9}.work().arithmetic == op::gemm<f64>{7, 1, 9}.work().arithmetic);
CALIB_STATIC_TEST(Stream, CountsAllBytes, op::triad<f64>{.bytes = 2400}.work().traffic == bytes{2400});
CALIB_STATIC_TEST(Stream, TriadDoesTwoFlopsForThreeElements,
                  op::triad<f64>{.bytes = 2400}.work().arithmetic == flops{200});
CALIB_STATIC_TEST(Stream, CopyDoesNone, op::copy<f32>{.bytes = 1 << 20}.work().arithmetic == flops{0});
CALIB_STATIC_TEST(Operations, GiveTheirShapeBack,
                  from_dims<op::gemm<f32>>({2, 3, 4}).dims() == std::array<std::size_t, 3>{2, 3, 4});

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
CALIB_STATIC_TEST(Operations, AreFoundByTheirNames, every_name_finds_its_operation());
CALIB_STATIC_TEST(Operations, UnknownNamesFindNothing, !visit_operation("teleport", precision::f32, []<class>() {}));

CALIB_STATIC_TEST(Precisions, AcceptTheOtherName, parse_precision("fp32") == precision::f32 && !parse_precision("f31"));

}  // namespace
