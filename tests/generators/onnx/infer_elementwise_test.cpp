#include <gtest/gtest.h>

#include "inferred.hpp"

namespace calib::onnx {
namespace {

using namespace test;

// The content of one node that reads lists of whole numbers.
numbers computed(const std::string& op, const std::vector<sizes>& lists, const names& attributes = {}) {
  names reads, initializers;
  for (const sizes& list : lists) {
    reads.push_back("c" + std::to_string(reads.size()));
    initializers.push_back(whole_tensor(reads.back(), list));
  }
  return inferred(a_model({.nodes = {a_node(op, reads, {"y"}, attributes)},
                           .outputs = {info("y")},
                           .initializers = initializers}),
                  "y")
      .content;
}

TEST(InferElementwise, OperandsBroadcast) {
  EXPECT_EQ(inferred_node("Add", {{2, 1, 4}, {3, 1}}).dims, (shape{2, 3, 4}));
  EXPECT_EQ(inferred_node("Mul", {{5}, {}}).dims, (shape{5}));
  EXPECT_EQ(inferred_node("Sum", {{2, 1}, {1, 3}, {1}}).dims, (shape{2, 3}));
  EXPECT_EQ(inferred_node("Where", {{2, 1}, {3}, {1}}).dims, (shape{2, 3}));
}

TEST(InferElementwise, ComparisonsGiveTruthValues) {
  EXPECT_EQ(inferred_node("Less", {{2, 3}, {3}}).type, element::boolean);
  EXPECT_EQ(inferred_node("Relu", {{2, 3}}).type, element::f32);
  EXPECT_EQ(inferred_node("Cast", {{2}}, {whole("to", element::f16)}).type, element::f16);
}

TEST(InferElementwise, ContentsOfListsAreComputed) {
  EXPECT_EQ(computed("Add", {{1, 2}, {10}}), (numbers{11, 12}));
  EXPECT_EQ(computed("Sub", {{1, 2}, {10}}), (numbers{-9, -8}));
  EXPECT_EQ(computed("Mul", {{3, 4}, {5, 6}}), (numbers{15, 24}));
  EXPECT_EQ(computed("Div", {{7, -7}, {2}}), (numbers{3, -3}));
  EXPECT_EQ(computed("Mod", {{7, -7}, {4}}), (numbers{3, 1}));
  EXPECT_EQ(computed("Max", {{1, 9}, {5}}), (numbers{5, 9}));
  EXPECT_EQ(computed("Equal", {{1, -1}, {-1}}), (numbers{0, 1}));
  EXPECT_EQ(computed("Where", {{0, 1}, {5, 6}, {7, 8}}), (numbers{7, 6}));
  EXPECT_EQ(computed("Neg", {{4}}), (numbers{-4}));
  EXPECT_EQ(computed("Not", {{0, 3}}), (numbers{1, 0}));
}

TEST(InferElementwise, DivisionByZeroIsNoCrash) { EXPECT_EQ(computed("Div", {{7}, {0}}), (numbers{0})); }

TEST(InferElementwise, CastsToWholeNumbersCutFractions) {
  const auto bytes = a_model({.nodes = {a_node("Cast", {"c"}, {"y"}, {whole("to", 7)})},
                              .outputs = {info("y")},
                              .initializers = {raw_tensor("c", 1, {2}, raw_of(std::vector<float>{2.7F, -2.7F}))}});
  EXPECT_EQ(inferred(bytes, "y").content, (numbers{2, -2}));
}

TEST(InferElementwise, LargeContentsAreDropped) {
  EXPECT_TRUE(computed("Add", {sizes(1024, 1), {1}}).size() == 1024);
  EXPECT_TRUE(computed("Add", {sizes(1025, 1), {1}}).empty());
}

}  // namespace
}  // namespace calib::onnx
