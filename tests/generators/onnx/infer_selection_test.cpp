#include <gtest/gtest.h>

#include "inferred.hpp"

namespace calib::onnx {
namespace {

using namespace test;

constexpr std::int64_t to_the_end = INT64_MAX;

TEST(InferSelection, ConcatAddsSizesAlongItsAxis) {
  EXPECT_EQ(inferred_node("Concat", {{2, 3, 4}, {2, 5, 4}}, {whole("axis", 1)}).dims, (shape{2, 8, 4}));
  EXPECT_EQ(inferred_node("Concat", {{2, 3}, {2, 5}}, {whole("axis", -1)}).dims, (shape{2, 8}));
}

TEST(InferSelection, SplitInEqualPartsAndInGivenOnes) {
  const auto part = [](const std::string& name, const names& attributes, std::int64_t opset) {
    return inferred(a_model({.nodes = {a_node("Split", {"x"}, {"a", "b", "c"}, attributes)},
                             .inputs = {info("x", 1, {2, 7})},
                             .outputs = {info("a"), info("b"), info("c")}},
                            opset),
                    name)
        .dims;
  };
  EXPECT_EQ(part("c", {whole("axis", 1), wholes("split", {1, 2, 4})}, 11), (shape{2, 4}));
  EXPECT_EQ(part("a", {whole("axis", 1), whole("num_outputs", 3)}, 18), (shape{2, 3}));
  EXPECT_EQ(part("c", {whole("axis", 1), whole("num_outputs", 3)}, 18), (shape{2, 1}));
}

shape sliced(const sizes& from, const sizes& starts, const sizes& ends, const sizes& axes, const sizes& steps) {
  return inferred_node(
             "Slice", {from}, {}, {"s", "e", "a", "t"},
             {whole_tensor("s", starts), whole_tensor("e", ends), whole_tensor("a", axes), whole_tensor("t", steps)})
      .dims;
}

TEST(InferSelection, SlicesAreClampedToTheirAxis) {
  EXPECT_EQ(sliced({10, 20}, {2}, {to_the_end}, {1}, {1}), (shape{10, 18}));
  EXPECT_EQ(sliced({10, 20}, {0, -5}, {-1, to_the_end}, {0, 1}, {1, 1}), (shape{9, 5}));
  EXPECT_EQ(sliced({10}, {0}, {10}, {0}, {3}), (shape{4}));
  EXPECT_EQ(sliced({10}, {-1}, {-to_the_end}, {0}, {-1}), (shape{10}));
  EXPECT_EQ(sliced({10}, {7}, {3}, {0}, {1}), (shape{0}));
}

TEST(InferSelection, EarlySlicesHaveAttributes) {
  EXPECT_EQ(
      inferred_node("Slice", {{4, 9}}, {wholes("starts", {1}), wholes("ends", {5}), wholes("axes", {1})}, {}, {}, 9)
          .dims,
      (shape{4, 4}));
}

TEST(InferSelection, GatherPutsTheSizesOfItsIndicesInPlace) {
  EXPECT_EQ(inferred_node("Gather", {{1000, 64}, {2, 7}}).dims, (shape{2, 7, 64}));
  EXPECT_EQ(inferred_node("Gather", {{2, 7, 64}}, {whole("axis", 1)}, {"i"}, {scalar("i", 0)}).dims, (shape{2, 64}));
  EXPECT_EQ(inferred_node("GatherElements", {{5, 4}, {2, 4}}).dims, (shape{2, 4}));
  EXPECT_EQ(inferred_node("GatherND", {{5, 6, 7}, {3, 2}}).dims, (shape{3, 7}));
}

TEST(InferSelection, GatherPicksContents) {
  const auto bytes = a_model({.nodes = {a_node("Gather", {"c", "i"}, {"y"})},
                              .outputs = {info("y")},
                              .initializers = {whole_tensor("c", {5, 6, 7}), whole_tensor("i", {-1, 0})}});
  EXPECT_EQ(inferred(bytes, "y").content, (numbers{7, 5}));
}

TEST(InferSelection, PadsAddToBothSides) {
  EXPECT_EQ(inferred_node("Pad", {{2, 3}}, {}, {"p"}, {whole_tensor("p", {0, 1, 0, 2})}).dims, (shape{2, 6}));
  EXPECT_EQ(inferred_node("Pad", {{2, 3}}, {wholes("pads", {1, 0, 0, -1})}, {}, {}, 9).dims, (shape{3, 2}));
}

TEST(InferSelection, ResizeByScalesAndBySizes) {
  const std::string scales = raw_tensor("s", 1, {4}, raw_of(std::vector<float>{1, 1, 2, 1.5F}));
  EXPECT_EQ(inferred_node("Resize", {{1, 3, 8, 9}}, {}, {"", "s"}, {scales}).dims, (shape{1, 3, 16, 13}));
  EXPECT_EQ(inferred_node("Resize", {{1, 3, 8, 9}}, {}, {"", "", "n"}, {whole_tensor("n", {1, 3, 5, 5})}).dims,
            (shape{1, 3, 5, 5}));
  EXPECT_EQ(inferred_node("Upsample", {{1, 3, 8, 9}}, {}, {"s"}, {scales}, 9).dims, (shape{1, 3, 16, 13}));
}

TEST(InferSelection, BlocksMoveBetweenDepthAndSpace) {
  EXPECT_EQ(inferred_node("DepthToSpace", {{1, 8, 3, 5}}, {whole("blocksize", 2)}).dims, (shape{1, 2, 6, 10}));
  EXPECT_EQ(inferred_node("SpaceToDepth", {{1, 2, 6, 10}}, {whole("blocksize", 2)}).dims, (shape{1, 8, 3, 5}));
}

TEST(InferSelection, OneHotAndTopK) {
  EXPECT_EQ(
      inferred_node("OneHot", {{3, 4}}, {whole("axis", 0)}, {"d", "v"}, {scalar("d", 10), a_tensor("v", 1, {2})}).dims,
      (shape{10, 3, 4}));
  EXPECT_EQ(inferred_node("TopK", {{3, 40}}, {}, {"k"}, {whole_tensor("k", {5})}).dims, (shape{3, 5}));
}

}  // namespace
}  // namespace calib::onnx
