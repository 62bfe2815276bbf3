#include <gtest/gtest.h>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

std::string weights(const sizes& dims, int type = 1) { return a_tensor("w", type, dims); }

TEST(LowerProducts, GemmWithWeightsIsLinear) {
  EXPECT_EQ(layers_of_node("Gemm", {{2, 512}}, {whole("transB", 1)}, {"w", "b"},
                           {weights({1000, 512}), a_tensor("b", 1, {1000})}),
            (lines{"linear m=2 n=1000 k=512 +bias"}));
  EXPECT_EQ(layers_of_node("Gemm", {{2, 512}}, {}, {"w"}, {weights({512, 1000})}), (lines{"linear m=2 n=1000 k=512"}));
  EXPECT_EQ(layers_of_node("Gemm", {{512, 2}}, {whole("transA", 1)}, {"w"}, {weights({512, 10})}),
            (lines{"linear m=2 n=10 k=512"}));
}

TEST(LowerProducts, GemmOfTwoResultsHasNoWeights) {
  EXPECT_EQ(layers_of_node("Gemm", {{2, 8}, {8, 4}}), (lines{"gemm m=2 n=4 k=8"}));
  EXPECT_EQ(layers_of_node("Gemm", {{2, 8}, {8, 4}, {4}}), (lines{"gemm m=2 n=4 k=8", "add elements=8"}));
}

TEST(LowerProducts, MatMulWithWeightsTakesAllRowsAtOnce) {
  EXPECT_EQ(layers_of_node("MatMul", {{2, 7, 64}}, {}, {"w"}, {weights({64, 256})}), (lines{"linear m=14 n=256 k=64"}));
  // From the left, as in W x: the columns of all x are the rows.
  const auto left = a_model({.nodes = {a_node("MatMul", {"w", "x"}, {"y"})},
                             .inputs = {info("x", 1, {2, 64, 7})},
                             .outputs = {info("y")},
                             .initializers = {weights({256, 64})}});
  EXPECT_EQ(layers_of(left), (lines{"linear m=14 n=256 k=64"}));
}

TEST(LowerProducts, MatMulOfResultsIsBatched) {
  EXPECT_EQ(layers_of_node("MatMul", {{2, 12, 7, 64}, {2, 12, 64, 9}}), (lines{"batched_gemm batch=24 m=7 n=9 k=64"}));
  EXPECT_EQ(layers_of_node("MatMul", {{2, 7, 64}, {64, 9}}), (lines{"gemm m=14 n=9 k=64"}));
}

TEST(LowerProducts, WeightsOfEachBatchAreCounted) {
  EXPECT_EQ(layers_of_node("MatMul", {{3, 7, 64}}, {}, {"w"}, {weights({3, 64, 9})}),
            (lines{"batched_gemm batch=3 m=7 n=9 k=64 parameters=1728"}));
}

TEST(LowerProducts, FusedMatMulTransposes) {
  EXPECT_EQ(layers_of_node("com.microsoft.FusedMatMul", {{2, 3, 7, 64}, {2, 3, 9, 64}}, {whole("transB", 1)}),
            (lines{"batched_gemm batch=6 m=7 n=9 k=64"}));
}

TEST(LowerProducts, WeightsOfFourBits) {
  EXPECT_EQ(
      layers_of_node("com.microsoft.MatMulNBits", {{2, 7, 64}}, {whole("K", 64), whole("N", 32), whole("bits", 4)},
                     {"w", "s"}, {a_tensor("w", 2, {32, 2, 16}), a_tensor("s", 1, {64})}),
      (lines{"linear w4a16 m=14 n=32 k=64"}));
}

// The table of a language model's embedding is its last product's weight, too.
TEST(LowerProducts, SharedWeightsAreCountedOnce) {
  const auto tied = a_model(
      {.nodes = {a_node("Gather", {"w", "ids"}, {"e"}), a_node("Transpose", {"w"}, {"t"}, {wholes("perm", {1, 0})}),
                 a_node("MatMul", {"e", "t"}, {"y"})},
       .inputs = {info("ids", 7, {2, 7})},
       .outputs = {info("y")},
       .initializers = {weights({1000, 64})}});
  EXPECT_EQ(layers_of(tied),
            (lines{"gather rows=14 cols=64 parameters=64000", "linear m=14 n=1000 k=64 parameters=0"}));
}

TEST(LowerProducts, PartsOfOneTensorAreWeightsOfTheirOwn) {
  const auto split = a_model({.nodes = {a_node("Split", {"w"}, {"q", "k"}, {whole("axis", 1)}),
                                        a_node("MatMul", {"x", "q"}, {"a"}), a_node("MatMul", {"x", "k"}, {"b"})},
                              .inputs = {info("x", 1, {2, 8})},
                              .outputs = {info("a"), info("b")},
                              .initializers = {weights({8, 32})}});
  EXPECT_EQ(layers_of(split), (lines{"linear m=2 n=16 k=8", "linear m=2 n=16 k=8"}));
}

TEST(LowerProducts, SizesThatDoNotFitNameTheNode) {
  EXPECT_EQ(error_of(a_model({.nodes = {a_node("MatMul", {"x", "w"}, {"y"})},
                              .inputs = {info("x", 1, {2, 7})},
                              .outputs = {info("y")},
                              .initializers = {weights({8, 4})}})),
            "model.onnx: node \"y\" (MatMul): multiplies 2x7 by 8x4; export the model again, or give other sizes");
}

}  // namespace
}  // namespace calib::onnx
