#include <gtest/gtest.h>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

const names scales{a_tensor("s", 1, {}), a_tensor("z", 2, {}), a_tensor("iz", 3, {})};

names with_scales(names others) {
  others.insert(others.end(), scales.begin(), scales.end());
  return others;
}

TEST(LowerQuantised, ProductsBetweenDequantizeAndQuantizeAreOfEightBits) {
  const auto qdq = a_model(
      {.nodes = {a_node("QuantizeLinear", {"x", "s", "z"}, {"xq"}),
                 a_node("DequantizeLinear", {"xq", "s", "z"}, {"xd"}),
                 a_node("DequantizeLinear", {"w", "s", "iz"}, {"wd"}), a_node("DequantizeLinear", {"b", "s"}, {"bd"}),
                 a_node("Conv", {"xd", "wd", "bd"}, {"c"}, {wholes("pads", {1, 1, 1, 1})}),
                 a_node("Relu", {"c"}, {"r"}), a_node("QuantizeLinear", {"r", "s", "z"}, {"y"})},
       .inputs = {info("x", 1, {2, 3, 8, 8})},
       .outputs = {info("y")},
       .initializers = with_scales({a_tensor("w", 3, {4, 3, 3, 3}), a_tensor("b", 6, {4})})});
  EXPECT_EQ(layers_of(qdq),
            (lines{"copy[QuantizeLinear] u8 bytes=1920", "reshape",
                   "conv2d u8 batch=2 in_channels=3 in_h=8 in_w=8 out_channels=4 kernel_h=3 kernel_w=3 pad=1 +bias",
                   "relu elements=512", "reshape u8"}));
}

TEST(LowerQuantised, WeightsMayBeMovedBehindDequantizeLinear) {
  const auto gemm =
      a_model({.nodes = {a_node("DequantizeLinear", {"x", "s", "iz"}, {"xd"}), a_node("Flatten", {"xd"}, {"f"}),
                         a_node("DequantizeLinear", {"w", "s", "iz"}, {"wd"}), a_node("Transpose", {"wd"}, {"wt"}),
                         a_node("MatMul", {"f", "wt"}, {"y"})},
               .inputs = {info("x", 3, {2, 4, 16})},
               .outputs = {info("y")},
               .initializers = with_scales({a_tensor("w", 3, {10, 64})})});
  EXPECT_EQ(layers_of(gemm), (lines{"reshape", "reshape", "linear i8 m=2 n=10 k=64"}));
}

TEST(LowerQuantised, OtherReadersWaitForTheFloats) {
  const auto relu =
      a_model({.nodes = {a_node("DequantizeLinear", {"x", "s", "z"}, {"d"}), a_node("Softmax", {"d"}, {"y"})},
               .inputs = {info("x", 2, {2, 16})},
               .outputs = {info("y")},
               .initializers = scales});
  EXPECT_EQ(layers_of(relu), (lines{"copy[DequantizeLinear] bytes=160", "softmax rows=2 cols=16"}));
}

TEST(LowerQuantised, WeightsAloneOfEightBitsLeaveTheProductInFloats) {
  const auto with_activations = [](int format) {
    return layers_of(
        a_model({.nodes = {a_node("DequantizeLinear", {"w", "s", "iz"}, {"d"}), a_node("MatMul", {"x", "d"}, {"y"})},
                 .inputs = {info("x", format, {2, 16})},
                 .outputs = {info("y")},
                 .initializers = with_scales({a_tensor("w", 3, {16, 8})})}));
  };
  EXPECT_EQ(with_activations(1), (lines{"linear m=2 n=8 k=16"}));
  EXPECT_EQ(with_activations(10), (lines{"linear w8a16 m=2 n=8 k=16"})) << "two bytes of activations, one of weights";
}

TEST(LowerQuantised, OperatorsMadeForEightBits) {
  const auto conv = a_model({.nodes = {a_node("QLinearConv", {"x", "s", "z", "w", "s", "iz", "s", "z", "b"}, {"y"})},
                             .inputs = {info("x", 2, {2, 3, 8, 8})},
                             .outputs = {info("y")},
                             .initializers = with_scales({a_tensor("w", 3, {4, 3, 1, 1}), a_tensor("b", 6, {4})})});
  EXPECT_EQ(layers_of(conv),
            (lines{"conv2d u8 batch=2 in_channels=3 in_h=8 in_w=8 out_channels=4 kernel_h=1 kernel_w=1 +bias"}));
  const auto product = a_model({.nodes = {a_node("QLinearMatMul", {"x", "s", "z", "w", "s", "iz", "s", "z"}, {"y"})},
                                .inputs = {info("x", 3, {2, 16})},
                                .outputs = {info("y")},
                                .initializers = with_scales({a_tensor("w", 3, {16, 8})})});
  EXPECT_EQ(layers_of(product), (lines{"linear i8 m=2 n=8 k=16"}));
  const auto integer = a_model({.nodes = {a_node("ConvInteger", {"x", "w", "z"}, {"y"})},
                                .inputs = {info("x", 2, {2, 3, 8, 8})},
                                .outputs = {info("y")},
                                .initializers = with_scales({a_tensor("w", 2, {4, 3, 1, 1})})});
  EXPECT_EQ(layers_of(integer),
            (lines{"conv2d u8 batch=2 in_channels=3 in_h=8 in_w=8 out_channels=4 kernel_h=1 kernel_w=1"}));
  const auto gemm = a_model(
      {.nodes = {a_node("com.microsoft.QGemm", {"x", "s", "z", "w", "s", "iz", "b"}, {"y"}, {whole("transB", 1)})},
       .inputs = {info("x", 2, {2, 16})},
       .outputs = {info("y")},
       .initializers = with_scales({a_tensor("w", 3, {8, 16}), a_tensor("b", 6, {8})})});
  EXPECT_EQ(layers_of(gemm), (lines{"linear u8 m=2 n=8 k=16 +bias"}));
}

// As onnxruntime quantises language models: the scale is found while the model runs.
TEST(LowerQuantised, DynamicQuantisation) {
  const auto dynamic = a_model({.nodes = {a_node("DynamicQuantizeLinear", {"x"}, {"xq", "xs", "xz"}),
                                          a_node("MatMulInteger", {"xq", "w", "xz", "iz"}, {"p"}),
                                          a_node("Cast", {"p"}, {"f"}, {whole("to", 1)}),
                                          a_node("Mul", {"xs", "s"}, {"scale"}), a_node("Mul", {"f", "scale"}, {"y"})},
                                .inputs = {info("x", 1, {2, 16})},
                                .outputs = {info("y")},
                                .initializers = with_scales({a_tensor("w", 3, {16, 8})})});
  // 32 floats are read, their 32 bytes, the scale and the zero written.
  EXPECT_EQ(layers_of(dynamic),
            (lines{"copy[DynamicQuantizeLinear] u8 bytes=160", "linear u8 m=2 n=8 k=16", "copy[Cast] bytes=128",
                   "relu[Mul] elements=1 parameters=0", "mul elements=16"}));
  const auto fused =
      a_model({.nodes = {a_node("com.microsoft.DynamicQuantizeMatMul", {"x", "w", "s", "iz", "b"}, {"y"})},
               .inputs = {info("x", 1, {2, 16})},
               .outputs = {info("y")},
               .initializers = with_scales({a_tensor("w", 3, {16, 8}), a_tensor("b", 1, {8})})});
  EXPECT_EQ(layers_of(fused), (lines{"linear i8 m=2 n=8 k=16 +bias"}));
}

}  // namespace
}  // namespace calib::onnx
