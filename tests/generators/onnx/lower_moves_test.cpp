#include <gtest/gtest.h>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

TEST(LowerMoves, WhatOnlyRenamesSizesTakesNoTime) {
  EXPECT_EQ(layers_of_node("Flatten", {{2, 3, 4}}), (lines{"reshape"}));
  EXPECT_EQ(layers_of_node("Identity", {{2, 3}}), (lines{"reshape"}));
  EXPECT_EQ(layers_of_node("Dropout", {{2, 3}}), (lines{"reshape"}));
  EXPECT_EQ(layers_of_node("Reshape", {{2, 6}}, {}, {"s"}, {whole_tensor("s", {4, 3})}), (lines{"reshape"}));
}

TEST(LowerMoves, TransposesMoveTheirLastAxisAsOneBlock) {
  EXPECT_EQ(layers_of_node("Transpose", {{2, 7, 12, 64}}, {wholes("perm", {0, 2, 1, 3})}),
            (lines{"transpose rows=168 cols=64"}));
  EXPECT_EQ(layers_of_node("Transpose", {{2, 7, 12, 64}}, {wholes("perm", {0, 2, 3, 1})}),
            (lines{"transpose rows=1536 cols=7"}));
  EXPECT_EQ(layers_of_node("Transpose", {{2, 3, 5}}), (lines{"transpose rows=15 cols=2"}));
}

TEST(LowerMoves, TransposesThatMoveNothingAreFree) {
  EXPECT_EQ(layers_of_node("Transpose", {{2, 1, 5}}, {wholes("perm", {0, 2, 1})}), (lines{"reshape"}));
  EXPECT_EQ(layers_of_node("Transpose", {{2, 3, 5}}, {wholes("perm", {0, 1, 2})}), (lines{"reshape"}));
}

TEST(LowerMoves, CopiesReadAndWrite) {
  // 2x3x5 floats are read, and 2x3x9 written.
  EXPECT_EQ(layers_of_node("Pad", {{2, 3, 5}}, {}, {"p"}, {whole_tensor("p", {0, 0, 2, 0, 0, 2})}),
            (lines{"copy[Pad] bytes=336"}));
  // Of a slice, only what is taken is read.
  EXPECT_EQ(layers_of_node("Slice", {{2, 100}}, {}, {"s", "e", "a"},
                           {whole_tensor("s", {0}), whole_tensor("e", {10}), whole_tensor("a", {1})}),
            (lines{"copy[Slice] bytes=160"}));
  EXPECT_EQ(layers_of_node("Cast", {{2, 5}}, {whole("to", 10)}), (lines{"copy[Cast] f16 bytes=60"}));
  EXPECT_EQ(layers_of_node("Cast", {{2, 5}}, {whole("to", 1)}), (lines{"reshape"}));
}

// A truth value has a byte and a float four: at every size five for each element, and no rounding.
TEST(LowerMoves, BytesAreProductsOfTheSymbols) {
  const auto mask = a_model({.nodes = {a_node("Cast", {"m"}, {"y"}, {whole("to", 1)})},
                             .inputs = {info("m", 9, {"batch", "seq"})},
                             .outputs = {info("y")}});
  EXPECT_EQ(layers_of(mask), (lines{"copy[Cast] bytes=5*batch*seq"}));
}

TEST(LowerMoves, ConcatCountsItsResultTwice) {
  EXPECT_EQ(layers_of_node("Concat", {{2, 3}, {2, 5}}, {whole("axis", 1)}), (lines{"concat bytes=128"}));
}

TEST(LowerMoves, ConstantsThatAreJoinedAreParameters) {
  EXPECT_EQ(layers_of_node("Concat", {{2, 3}}, {whole("axis", 1)}, {"token"}, {a_tensor("token", 1, {2, 1})}),
            (lines{"concat bytes=64 parameters=2"}));
}

// As the class token of a vision transformer: expanded to the batch, which takes no time at any batch.
TEST(LowerMoves, WhatSizesDecideIsFreeAtEverySize) {
  const auto token = a_model(
      {.nodes = {a_node("Shape", {"x"}, {"s"}), a_node("Gather", {"s", "zero"}, {"b"}),
                 a_node("Concat", {"b", "rest"}, {"target"}, {whole("axis", 0)}),
                 a_node("Expand", {"token", "target"}, {"tokens"}),
                 a_node("Concat", {"tokens", "x"}, {"y"}, {whole("axis", 1)})},
       .inputs = {info("x", 1, {"batch", 196, 192})},
       .outputs = {info("y")},
       .initializers = {whole_tensor("zero", {0}), whole_tensor("rest", {-1, -1}), a_tensor("token", 1, {1, 1, 192})}});
  const auto with_ones = a_model(
      {.nodes = {a_node("Shape", {"x"}, {"s"}), a_node("Gather", {"s", "zero"}, {"b"}),
                 a_node("Concat", {"b", "rest"}, {"target"}, {whole("axis", 0)}),
                 a_node("Expand", {"token", "target"}, {"tokens"}),
                 a_node("Concat", {"tokens", "x"}, {"y"}, {whole("axis", 1)})},
       .inputs = {info("x", 1, {"batch", 196, 192})},
       .outputs = {info("y")},
       .initializers = {whole_tensor("zero", {0}), whole_tensor("rest", {1, 192}), a_tensor("token", 1, {1, 1, 192})}});
  EXPECT_THAT(error_of(token), testing::HasSubstr("expands to"));
  EXPECT_EQ(layers_of(with_ones), (lines{"concat bytes=302592*batch parameters=192"}));
}

TEST(LowerMoves, GatherTakesRowsOfATable) {
  EXPECT_EQ(layers_of_node("Gather", {{2, 7, 64}}, {whole("axis", 1)}, {"i"}, {scalar("i", 0)}),
            (lines{"gather rows=2 cols=64 parameters=0"}));
  const auto table = a_model({.nodes = {a_node("Gather", {"w", "ids"}, {"y"})},
                              .inputs = {info("ids", 7, {"batch", "seq"})},
                              .outputs = {info("y")},
                              .initializers = {a_tensor("w", 1, {1000, 64})}});
  EXPECT_EQ(layers_of(table), (lines{"gather rows=1*batch*seq cols=64 parameters=64000"}));
}

TEST(LowerMoves, WhatNobodyReadsIsNotDone) {
  const auto unused = a_model({.nodes = {a_node("Relu", {"x"}, {"y"}), a_node("Tanh", {"x"}, {"unused"})},
                               .inputs = {info("x", 1, {2, 3})},
                               .outputs = {info("y")}});
  EXPECT_EQ(layers_of(unused), (lines{"relu elements=6"}));
}

}  // namespace
}  // namespace calib::onnx
