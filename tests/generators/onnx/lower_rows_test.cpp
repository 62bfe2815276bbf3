#include <gtest/gtest.h>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

lines softmax(const sizes& x, const names& attributes, std::int64_t opset) {
  return layers_of_node("Softmax", {x}, attributes, {}, {}, opset);
}

// Until opset 12 everything from axis 1 on is a row; since 13 a row is the last axis.
TEST(LowerRows, SoftmaxFollowsItsOpset) {
  EXPECT_EQ(softmax({2, 3, 4, 5}, {}, 12), (lines{"softmax rows=2 cols=60"}));
  EXPECT_EQ(softmax({2, 3, 4, 5}, {whole("axis", 3)}, 11), (lines{"softmax rows=24 cols=5"}));
  EXPECT_EQ(softmax({2, 3, 4, 5}, {}, 13), (lines{"softmax rows=24 cols=5"}));
  EXPECT_EQ(softmax({2, 3, 4, 5}, {whole("axis", 1)}, 13), (lines{"softmax rows=40 cols=3"}));
  EXPECT_EQ(layers_of_node("LogSoftmax", {{2, 10}}), (lines{"softmax[LogSoftmax] rows=2 cols=10"}));
}

TEST(LowerRows, NormalisationsOfRows) {
  EXPECT_EQ(layers_of_node("LayerNormalization", {{2, 7, 64}}, {}, {"s", "b"},
                           {a_tensor("s", 1, {64}), a_tensor("b", 1, {64})}, 17),
            (lines{"layer_norm rows=14 cols=64"}));
  EXPECT_EQ(layers_of_node("LayerNormalization", {{2, 7, 64}}, {}, {"s"}, {a_tensor("s", 1, {64})}, 17),
            (lines{"layer_norm rows=14 cols=64 parameters=64"}));
  EXPECT_EQ(
      layers_of_node("com.microsoft.SimplifiedLayerNormalization", {{2, 7, 64}}, {}, {"s"}, {a_tensor("s", 1, {64})}),
      (lines{"rms_norm[SimplifiedLayerNormalization] rows=14 cols=64"}));
}

TEST(LowerRows, SkippedOnesAddFirst) {
  EXPECT_EQ(layers_of_node("com.microsoft.SkipLayerNormalization", {{2, 7, 64}, {2, 7, 64}}, {}, {"s", "b"},
                           {a_tensor("s", 1, {64}), a_tensor("b", 1, {64})}),
            (lines{"add elements=896", "layer_norm[SkipLayerNormalization] rows=14 cols=64"}));
}

TEST(LowerRows, ReductionsFollowTheirOpset) {
  EXPECT_EQ(layers_of_node("ReduceMean", {{2, 7, 64}}, {wholes("axes", {-1})}, {}, {}, 13),
            (lines{"reduce_sum[ReduceMean] rows=14 cols=64"}));
  EXPECT_EQ(layers_of_node("ReduceMean", {{2, 7, 64}}, {}, {"a"}, {whole_tensor("a", {1})}, 18),
            (lines{"reduce_sum[ReduceMean] rows=128 cols=7"}));
  EXPECT_EQ(layers_of_node("ReduceSum", {{2, 7}}, {}, {"a"}, {whole_tensor("a", {0})}, 13),
            (lines{"reduce_sum rows=7 cols=2"}));
  EXPECT_EQ(layers_of_node("ReduceMean", {{2, 64, 7, 7}}, {wholes("axes", {2, 3})}),
            (lines{"global_avg_pool batch=2 channels=64 in_h=7 in_w=7"}));
  EXPECT_EQ(layers_of_node("ReduceSum", {{2, 1}}, {}, {"a"}, {whole_tensor("a", {1})}, 13), (lines{"reshape"}));
  EXPECT_EQ(layers_of_node("ArgMax", {{2, 1000}}, {whole("axis", 1)}), (lines{"reduce_sum[ArgMax] rows=2 cols=1000"}));
}

TEST(LowerRows, BatchNormalisationAndItsKin) {
  const names four{a_tensor("s", 1, {64}), a_tensor("b", 1, {64}), a_tensor("m", 1, {64}), a_tensor("v", 1, {64})};
  EXPECT_EQ(layers_of_node("BatchNormalization", {{2, 64, 7, 9}}, {}, {"s", "b", "m", "v"}, four),
            (lines{"batch_norm batch=2 channels=64 in_h=7 in_w=9"}));
  EXPECT_EQ(layers_of_node("BatchNormalization", {{2, 64}}, {}, {"s", "b", "m", "v"}, four),
            (lines{"batch_norm batch=2 channels=64 in_h=1 in_w=1"}));
  EXPECT_EQ(layers_of_node("InstanceNormalization", {{2, 64, 7, 9}}, {}, {"s", "b"}, {four[0], four[1]}),
            (lines{"batch_norm[InstanceNormalization] batch=2 channels=64 in_h=7 in_w=9 parameters=128"}));
}

// As early exporters wrote them: with the statistics of training behind.
TEST(LowerRows, BatchNormalisationMayHaveFiveResults) {
  const auto early =
      a_model({.nodes = {a_node("BatchNormalization", {"x", "s", "s", "s", "s"}, {"y", "m", "v", "n", "w"}),
                         a_node("Add", {"m", "v"}, {"z"})},
               .inputs = {info("x", 1, {2, 64, 7, 9})},
               .outputs = {info("y"), info("z")},
               .initializers = {a_tensor("s", 1, {64})}},
              7);
  EXPECT_EQ(layers_of(early), (lines{"batch_norm batch=2 channels=64 in_h=7 in_w=9", "add elements=64"}));
}

TEST(LowerRows, LocalResponseNormalisationCountsItsWindow) {
  EXPECT_EQ(layers_of_node("LRN", {{2, 8, 4, 4}}, {whole("size", 5)}), (lines{"custom[LRN] flops=2304 bytes=2048"}));
}

}  // namespace
}  // namespace calib::onnx
