#include <gtest/gtest.h>

#include "inferred.hpp"

namespace calib::onnx {
namespace {

using namespace test;

shape reshaped(const sizes& from, const sizes& target, const names& attributes = {}) {
  return inferred_node("Reshape", {from}, attributes, {"target"}, {whole_tensor("target", target)}, 14).dims;
}

TEST(InferLayout, ReshapeCopiesZerosAndFillsMinusOne) {
  EXPECT_EQ(reshaped({2, 3, 4}, {0, -1}), (shape{2, 12}));
  EXPECT_EQ(reshaped({2, 3, 4}, {4, 6}), (shape{4, 6}));
  EXPECT_EQ(reshaped({2, 3, 4}, {-1}), (shape{24}));
}

TEST(InferLayout, ReshapePutsTheBatchInPlaceOfOne) { EXPECT_EQ(reshaped({8, 512, 1, 1}, {1, 512}), (shape{8, 512})); }

TEST(InferLayout, FlattenSqueezeAndUnsqueeze) {
  EXPECT_EQ(inferred_node("Flatten", {{2, 3, 4, 5}}, {whole("axis", 2)}).dims, (shape{6, 20}));
  EXPECT_EQ(inferred_node("Flatten", {{2, 3}}, {whole("axis", 0)}).dims, (shape{1, 6}));
  EXPECT_EQ(inferred_node("Squeeze", {{1, 3, 1}}).dims, (shape{3}));
  EXPECT_EQ(inferred_node("Squeeze", {{1, 3, 1}}, {wholes("axes", {-1})}, {}, {}, 11).dims, (shape{1, 3}));
  EXPECT_EQ(inferred_node("Squeeze", {{1, 3, 1}}, {}, {"axes"}, {whole_tensor("axes", {0})}).dims, (shape{3, 1}));
  EXPECT_EQ(inferred_node("Unsqueeze", {{3, 4}}, {}, {"axes"}, {whole_tensor("axes", {0, -1})}).dims,
            (shape{1, 3, 4, 1}));
  EXPECT_EQ(inferred_node("Unsqueeze", {{3}}, {wholes("axes", {0, 1})}, {}, {}, 9).dims, (shape{1, 1, 3}));
}

TEST(InferLayout, TransposeReversesUnlessToldTheOrder) {
  EXPECT_EQ(inferred_node("Transpose", {{2, 3, 4}}).dims, (shape{4, 3, 2}));
  EXPECT_EQ(inferred_node("Transpose", {{2, 3, 4}}, {wholes("perm", {0, 2, 1})}).dims, (shape{2, 4, 3}));
}

TEST(InferLayout, TransposeMovesContents) {
  const auto bytes = a_model({.nodes = {a_node("Transpose", {"c"}, {"y"})},
                              .outputs = {info("y")},
                              .initializers = {raw_tensor("c", 7, {2, 3}, raw_of(sizes{1, 2, 3, 4, 5, 6}))}});
  EXPECT_EQ(inferred(bytes, "y").content, (numbers{1, 4, 2, 5, 3, 6}));
}

TEST(InferLayout, ExpandAndTile) {
  EXPECT_EQ(inferred_node("Expand", {{3, 1}}, {}, {"s"}, {whole_tensor("s", {2, 1, 6})}).dims, (shape{2, 3, 6}));
  EXPECT_EQ(inferred_node("Tile", {{2, 3}}, {}, {"r"}, {whole_tensor("r", {2, 4})}).dims, (shape{4, 12}));
}

TEST(InferLayout, ConstantOfShapeHasTheSizesOfItsInput) {
  const auto made =
      inferred_node("ConstantOfShape", {}, {tensor_value("value", raw_tensor("", 7, {1}, raw_of(sizes{5})))}, {"s"},
                    {whole_tensor("s", {2, 2})});
  EXPECT_EQ(made.dims, (shape{2, 2}));
  EXPECT_EQ(made.content, (numbers{5, 5, 5, 5}));
  EXPECT_EQ(made.type, element::i64);
}

TEST(InferLayout, ConstantsOfEveryForm) {
  EXPECT_EQ(inferred_node("Constant", {}, {whole("value_int", 3)}).content, (numbers{3}));
  EXPECT_EQ(inferred_node("Constant", {}, {wholes("value_ints", {3, 4})}).content, (numbers{3, 4}));
  EXPECT_EQ(inferred_node("Constant", {}, {real("value_float", 0.5F)}).content, (numbers{0.5}));
  EXPECT_EQ(inferred_node("Constant", {}, {reals("value_floats", {0.5F, 1})}).content, (numbers{0.5, 1}));
  EXPECT_EQ(inferred_node("Constant", {}, {tensor_value("value", a_tensor("", 1, {64, 3}))}).dims, (shape{64, 3}));
}

TEST(InferLayout, RangeCountsItsSteps) {
  const auto range = [](std::int64_t first, std::int64_t end, std::int64_t step) {
    return inferred_node("Range", {}, {}, {"a", "b", "c"}, {scalar("a", first), scalar("b", end), scalar("c", step)});
  };
  EXPECT_EQ(range(0, 7, 3).content, (numbers{0, 3, 6}));
  EXPECT_EQ(range(5, 0, -2).content, (numbers{5, 3, 1}));
  EXPECT_EQ(range(5, 0, 1).dims, (shape{0}));
}

TEST(InferLayout, ChainsOfShapesAreFollowed) {
  // As exporters write y = x.view(x.size(0), -1, 8): Shape, Gather, Unsqueeze, Concat, Reshape.
  const auto bytes =
      a_model({.nodes = {a_node("Shape", {"x"}, {"s"}), a_node("Gather", {"s", "zero"}, {"b"}),
                         a_node("Unsqueeze", {"b", "axes"}, {"b1"}),
                         a_node("Concat", {"b1", "rest"}, {"target"}, {whole("axis", 0)}),
                         a_node("Reshape", {"x", "target"}, {"y"})},
               .inputs = {info("x", 1, {6, 4, 16})},
               .outputs = {info("y")},
               .initializers = {scalar("zero", 0), whole_tensor("axes", {0}), whole_tensor("rest", {-1, 8})}});
  EXPECT_EQ(inferred(bytes, "target").content, (numbers{6, -1, 8}));
  EXPECT_EQ(inferred(bytes, "y").dims, (shape{6, 8, 8}));
}

TEST(InferLayout, ShapeTakesAPart) {
  EXPECT_EQ(inferred_node("Shape", {{2, 3, 4}}, {whole("start", 1)}, {}, {}, 15).content, (numbers{3, 4}));
  EXPECT_EQ(inferred_node("Shape", {{2, 3, 4}}, {whole("end", -1)}, {}, {}, 15).content, (numbers{2, 3}));
  EXPECT_EQ(inferred_node("Size", {{2, 3, 4}}).content, (numbers{24}));
}

}  // namespace
}  // namespace calib::onnx
