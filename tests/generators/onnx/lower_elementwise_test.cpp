#include <gtest/gtest.h>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

lines with_constant(const std::string& op, const sizes& x, const sizes& constant, int type = 1) {
  return layers_of_node(op, {x}, {}, {"c"}, {a_tensor("c", type, constant)});
}

TEST(LowerElementwise, ActivationsOfTheirOwnNames) {
  EXPECT_EQ(layers_of_node("Relu", {{2, 5}}), (lines{"relu elements=10"}));
  EXPECT_EQ(layers_of_node("HardSwish", {{2, 5}}, {}, {}, {}, 14), (lines{"hardswish elements=10"}));
  EXPECT_EQ(layers_of_node("com.microsoft.QuickGelu", {{2, 5}}), (lines{"silu[QuickGelu] elements=10"}));
}

TEST(LowerElementwise, OthersAsWhatTakesAsLong) {
  EXPECT_EQ(layers_of_node("LeakyRelu", {{2, 5}}), (lines{"relu[LeakyRelu] elements=10"}));
  EXPECT_EQ(layers_of_node("Erf", {{2, 5}}), (lines{"tanh[Erf] elements=10"}));
}

// Limits are attributes until opset 10, and inputs then.
TEST(LowerElementwise, ClipFollowsItsOpset) {
  EXPECT_EQ(layers_of_node("Clip", {{2, 5}}, {real("min", 0), real("max", 6)}, {}, {}, 9),
            (lines{"relu[Clip] elements=10"}));
  EXPECT_EQ(layers_of_node("Clip", {{2, 5}}, {}, {"lo", "hi"}, {a_tensor("lo", 1, {}), a_tensor("hi", 1, {})}),
            (lines{"relu[Clip] elements=10"}));
}

TEST(LowerElementwise, TwoResults) {
  EXPECT_EQ(layers_of_node("Add", {{2, 5}, {2, 5}}), (lines{"add elements=10"}));
  EXPECT_EQ(layers_of_node("Mul", {{2, 5}, {2, 1}}), (lines{"mul elements=10"}));
  EXPECT_EQ(layers_of_node("Sub", {{2, 5}, {2, 5}}), (lines{"add[Sub] elements=10"}));
  EXPECT_EQ(layers_of_node("Sum", {{2, 5}, {2, 5}, {2, 5}}), (lines{"add elements=20"}));
  EXPECT_EQ(layers_of_node("Where", {{2, 5}, {2, 5}, {2, 5}}), (lines{"add[Where] elements=10"}));
}

TEST(LowerElementwise, AVectorAlongTheLastAxisIsABias) {
  EXPECT_EQ(with_constant("Add", {2, 7, 64}, {64}), (lines{"bias_add rows=14 cols=64 parameters=64"}));
  EXPECT_EQ(with_constant("Mul", {2, 7, 64}, {1, 1, 64}), (lines{"bias_add[Mul] rows=14 cols=64 parameters=64"}));
}

TEST(LowerElementwise, OtherConstantsArePartOfOnePass) {
  EXPECT_EQ(with_constant("Mul", {2, 64, 7, 7}, {64, 1, 1}), (lines{"relu[Mul] elements=6272 parameters=64"}));
  EXPECT_EQ(with_constant("Div", {2, 64}, {}), (lines{"relu[Div] elements=128 parameters=0"}));
  EXPECT_EQ(with_constant("Pow", {2, 64}, {}), (lines{"tanh[Pow] elements=128 parameters=0"}));
  EXPECT_EQ(with_constant("Add", {1, 7, 64}, {7, 64}), (lines{"relu[Add] elements=448*batch parameters=448"}));
}

TEST(LowerElementwise, MasksAreNoParameters) {
  const auto masked = a_model({.nodes = {a_node("Where", {"mask", "x", "low"}, {"y"})},
                               .inputs = {info("x", 1, {2, 12, 7, 7})},
                               .outputs = {info("y")},
                               .initializers = {a_tensor("mask", 9, {1, 1, 7, 7}), a_tensor("low", 1, {})}});
  EXPECT_EQ(layers_of(masked), (lines{"relu[Where] elements=1176 parameters=0"}));
}

// Positions of a model that knows longer sequences: the table counts whole, though a part of it is read.
TEST(LowerElementwise, ATableOfWhichAPartIsReadCountsWhole) {
  const auto positions = a_model(
      {.nodes = {a_node("Shape", {"x"}, {"s"}), a_node("Slice", {"s", "one", "two"}, {"length"}),
                 a_node("Slice", {"table", "zero", "length", "zero"}, {"part"}), a_node("Add", {"x", "part"}, {"y"})},
       .inputs = {info("x", 1, {"batch", "seq", 64})},
       .outputs = {info("y")},
       .initializers = {whole_tensor("zero", {0}), whole_tensor("one", {1}), whole_tensor("two", {2}),
                        a_tensor("table", 1, {512, 64})}});
  EXPECT_EQ(layers_of(positions), (lines{"relu[Add] elements=64*batch*seq parameters=32768"}));
}

TEST(LowerElementwise, SlopesOfPReluAreParameters) {
  EXPECT_EQ(with_constant("PRelu", {2, 64, 7, 7}, {64, 1, 1}), (lines{"relu[PRelu] elements=6272 parameters=64"}));
}

}  // namespace
}  // namespace calib::onnx
