#include <gtest/gtest.h>

#include "inferred.hpp"

namespace calib::onnx {
namespace {

using namespace test;

TEST(InferProducts, MatMulBroadcastsItsBatches) {
  EXPECT_EQ(inferred_node("MatMul", {{4, 5}, {5, 6}}).dims, (shape{4, 6}));
  EXPECT_EQ(inferred_node("MatMul", {{2, 1, 4, 5}, {3, 5, 6}}).dims, (shape{2, 3, 4, 6}));
  EXPECT_EQ(inferred_node("MatMul", {{5}, {5, 6}}).dims, (shape{6}));
  EXPECT_EQ(inferred_node("MatMul", {{4, 5}, {5}}).dims, (shape{4}));
}

TEST(InferProducts, GemmTransposes) {
  EXPECT_EQ(inferred_node("Gemm", {{5, 4}, {6, 5}}, {whole("transA", 1), whole("transB", 1)}).dims, (shape{4, 6}));
}

TEST(InferProducts, WholeNumberProductsGiveWholeNumbers) {
  EXPECT_EQ(inferred_node("MatMulInteger", {{4, 5}, {5, 6}}).type, element::i32);
}

TEST(InferReduction, AxesAreAttributesThenInputs) {
  EXPECT_EQ(inferred_node("ReduceMean", {{2, 3, 4}}, {wholes("axes", {-1})}).dims, (shape{2, 3, 1}));
  EXPECT_EQ(inferred_node("ReduceMean", {{2, 3, 4}}, {wholes("axes", {1}), whole("keepdims", 0)}).dims, (shape{2, 4}));
  EXPECT_EQ(inferred_node("ReduceSum", {{2, 3, 4}}, {}, {"a"}, {whole_tensor("a", {0})}, 13).dims, (shape{1, 3, 4}));
  EXPECT_EQ(inferred_node("ReduceMax", {{2, 3, 4}}, {}, {"a"}, {whole_tensor("a", {0})}, 18).dims, (shape{1, 3, 4}));
  EXPECT_EQ(inferred_node("ReduceSum", {{2, 3}}).dims, (shape{1, 1}));
  EXPECT_EQ(inferred_node("ReduceSum", {{2, 3}}, {whole("noop_with_empty_axes", 1)}).dims, (shape{2, 3}));
  EXPECT_EQ(inferred_node("ArgMax", {{2, 3}}, {whole("axis", 1), whole("keepdims", 0)}).dims, (shape{2}));
}

}  // namespace
}  // namespace calib::onnx
