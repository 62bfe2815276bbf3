#include <gtest/gtest.h>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

lines convolved(const sizes& x, const sizes& w, const names& attributes, bool bias = false) {
  names initializers{a_tensor("w", 1, w)}, read{"w"};
  if (bias) {
    read.push_back("b");
    initializers.push_back(a_tensor("b", 1, {w[0]}));
  }
  return layers_of_node("Conv", {x}, attributes, read, initializers);
}

TEST(LowerConv, SquareWindows) {
  EXPECT_EQ(
      convolved({2, 3, 224, 224}, {64, 3, 7, 7}, {wholes("strides", {2, 2}), wholes("pads", {3, 3, 3, 3})}, true),
      (lines{"conv2d batch=2 in_channels=3 in_h=224 in_w=224 out_channels=64 kernel_h=7 kernel_w=7 stride=2 pad=3 "
             "+bias"}));
}

TEST(LowerConv, GroupsAndDilations) {
  EXPECT_EQ(convolved({2, 32, 14, 14}, {32, 1, 3, 3},
                      {whole("group", 32), wholes("pads", {2, 2, 2, 2}), wholes("dilations", {2, 2})}),
            (lines{"conv2d batch=2 in_channels=32 in_h=14 in_w=14 out_channels=32 kernel_h=3 kernel_w=3 pad=2 "
                   "dilation=2 groups=32"}));
}

TEST(LowerConv, EachDirectionOnItsOwn) {
  EXPECT_EQ(convolved({2, 8, 10, 20}, {4, 8, 1, 7}, {wholes("strides", {1, 2}), wholes("pads", {0, 3, 0, 2})}),
            (lines{"conv2d batch=2 in_channels=8 in_h=10 in_w=20 out_channels=4 kernel_h=1 kernel_w=7 stride_h=1 "
                   "stride_w=2 pad_left=3 pad_right=2"}));
}

TEST(LowerConv, PaddingThatKeepsTheSizeIsWrittenOut) {
  EXPECT_EQ(convolved({2, 3, 224, 224}, {8, 3, 3, 3}, {text("auto_pad", "SAME_UPPER"), wholes("strides", {2, 2})}),
            (lines{"conv2d batch=2 in_channels=3 in_h=224 in_w=224 out_channels=8 kernel_h=3 kernel_w=3 stride=2 "
                   "pad_bottom=1 pad_right=1"}));
  EXPECT_EQ(convolved({2, 3, 224, 224}, {8, 3, 3, 3}, {text("auto_pad", "SAME_LOWER"), wholes("strides", {2, 2})}),
            (lines{"conv2d batch=2 in_channels=3 in_h=224 in_w=224 out_channels=8 kernel_h=3 kernel_w=3 stride=2 "
                   "pad_top=1 pad_left=1"}));
}

TEST(LowerConv, Sequences) {
  EXPECT_EQ(convolved({2, 80, 3000}, {384, 80, 3}, {wholes("pads", {1, 1}), wholes("strides", {2})}, true),
            (lines{"conv1d batch=2 in_channels=80 in_length=3000 out_channels=384 kernel=3 stride=2 pad=1 +bias"}));
}

TEST(LowerConv, WeightsThatAreComputedAreNoParameters) {
  EXPECT_EQ(layers_of_node("Conv", {{2, 3, 8, 8}, {4, 3, 1, 1}}),
            (lines{"conv2d batch=2 in_channels=3 in_h=8 in_w=8 out_channels=4 kernel_h=1 kernel_w=1 parameters=0"}));
}

TEST(LowerConv, FusedOnesAreTakenApart) {
  EXPECT_EQ(
      layers_of_node("com.microsoft.FusedConv", {{2, 3, 8, 8}}, {text("activation", "Relu")}, {"w"},
                     {a_tensor("w", 1, {4, 3, 1, 1})}),
      (lines{"conv2d batch=2 in_channels=3 in_h=8 in_w=8 out_channels=4 kernel_h=1 kernel_w=1", "relu elements=512"}));
}

TEST(LowerConv, InThreeDirectionsAndTransposedAreRefusedByName) {
  const auto refused = [](const std::string& op, const sizes& x, const sizes& w) {
    return error_of(a_model({.nodes = {a_node(op, {"x", "w"}, {"y"})},
                             .inputs = {info("x", 1, {x.begin(), x.end()})},
                             .outputs = {info("y")},
                             .initializers = {a_tensor("w", 1, w)}}));
  };
  EXPECT_THAT(refused("Conv", {2, 3, 8, 8, 8}, {4, 3, 3, 3, 3}),
              testing::HasSubstr("Conv (1 node: \"y\"; calib has convolutions of images and sequences, none in more"));
  EXPECT_THAT(refused("ConvTranspose", {2, 3, 8, 8}, {3, 4, 2, 2}),
              testing::HasSubstr("ConvTranspose (1 node: \"y\"; calib has no transposed convolution"));
}

TEST(LowerPool, WindowsOfImagesAndSequences) {
  EXPECT_EQ(layers_of_node("MaxPool", {{2, 64, 112, 112}},
                           {wholes("kernel_shape", {3, 3}), wholes("strides", {2, 2}), wholes("pads", {1, 1, 1, 1})}),
            (lines{"max_pool batch=2 channels=64 in_h=112 in_w=112 kernel=3 stride=2 pad=1"}));
  EXPECT_EQ(layers_of_node("AveragePool", {{2, 64, 100}}, {wholes("kernel_shape", {4}), wholes("strides", {4})}),
            (lines{"avg_pool batch=2 channels=64 in_h=1 in_w=100 kernel=4 kernel_h=1 kernel_w=4 stride_h=1 "
                   "stride_w=4"}));
}

TEST(LowerPool, RoundingUpReachesUnderTheLastWindow) {
  EXPECT_EQ(layers_of_node("MaxPool", {{2, 64, 112, 112}},
                           {wholes("kernel_shape", {3, 3}), wholes("strides", {2, 2}), whole("ceil_mode", 1)}),
            (lines{"max_pool batch=2 channels=64 in_h=112 in_w=112 kernel=3 stride=2 pad_bottom=1 pad_right=1"}));
}

TEST(LowerPool, GlobalOnes) {
  EXPECT_EQ(layers_of_node("GlobalAveragePool", {{2, 512, 7, 9}}),
            (lines{"global_avg_pool batch=2 channels=512 in_h=7 in_w=9"}));
  EXPECT_EQ(layers_of_node("GlobalMaxPool", {{2, 512, 7, 9}}), (lines{"reduce_sum[GlobalMaxPool] rows=1024 cols=63"}));
}

}  // namespace
}  // namespace calib::onnx
