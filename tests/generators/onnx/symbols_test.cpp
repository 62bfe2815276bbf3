#include "onnx/symbols.hpp"

#include <gtest/gtest.h>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

// Symbols of a model with these inputs, as "name=usual".
lines symbols_of(const std::vector<std::vector<size>>& inputs, const import_options& options = {}) {
  graph_parts parts;
  for (const auto& dims : inputs) {
    const std::string name = "x" + std::to_string(parts.inputs.size());
    parts.inputs.push_back(info(name, 1, dims));
    parts.nodes.push_back(a_node("Relu", {name}, {"y" + name}));
    parts.outputs.push_back(info("y" + name));
  }
  const auto network = import_onnx(a_model(parts), "model.onnx", options).network;
  lines texts;
  for (const auto& s : network.symbols) texts.push_back(s.name + "=" + std::to_string(s.usual));
  return texts;
}

TEST(Symbols, ABatchIsCalledSo) {
  EXPECT_EQ(symbols_of({{"batch_size", 64}}), (lines{"batch=1"}));
  EXPECT_EQ(symbols_of({{"N", 3, 224, 224}}), (lines{"batch=1"}));
  EXPECT_EQ(symbols_of({{"seq", "batch", 64}}), (lines{"seq=128", "batch=1"}));
  EXPECT_EQ(symbols_of({{"N", "batch", 64}}), (lines{"N=128", "batch=1"}));
}

TEST(Symbols, AFirstSizeWithoutNameOrOfOneIsTheBatch) {
  EXPECT_EQ(symbols_of({{"", 3, 8, 8}}), (lines{"batch=1"}));
  EXPECT_EQ(symbols_of({{1, 3, 8, 8}}), (lines{"batch=1"}));
  EXPECT_EQ(symbols_of({{4, 3, 8, 8}}), (lines{}));
}

TEST(Symbols, OtherOpenSizesHaveTheirNames) {
  EXPECT_EQ(symbols_of({{"batch", "seq-len"}}), (lines{"batch=1", "seq_len=128"}));
  EXPECT_EQ(symbols_of({{"batch", 3, "height", "width"}}), (lines{"batch=1", "height=224", "width=224"}));
  EXPECT_EQ(symbols_of({{"batch", ""}}), (lines{"batch=1", "x0_1=128"}));
  EXPECT_EQ(symbols_of({{"batch", "class"}}), (lines{"batch=1", "size_class=128"}));
}

TEST(Symbols, InputsShareTheirs) {
  EXPECT_EQ(symbols_of({{"batch", "seq"}, {"batch", "seq", 64}}), (lines{"batch=1", "seq=128"}));
}

TEST(Symbols, WhatIsGivenIsFixed) {
  import_options options;
  options.sizes = {{"seq", 77}};
  EXPECT_EQ(symbols_of({{"batch", "seq"}}, options), (lines{"batch=1"}));
  options.sizes = {{"batch", 4}, {"seq", 77}};
  EXPECT_EQ(symbols_of({{"batch", "seq"}}, options), (lines{}));
  options.sizes = {};
  options.batch = 16;
  EXPECT_EQ(symbols_of({{"batch", "seq"}}, options), (lines{"batch=16", "seq=128"}));
  EXPECT_EQ(symbols_of({{4, 3, 8, 8}}, options), (lines{"batch=16"}));
}

TEST(Symbols, ABatchIsGivenOnce) {
  import_options options;
  options.batch = 4;
  options.sizes = {{"N", 3}};
  const auto model =
      a_model({.nodes = {a_node("Relu", {"x"}, {"y"})}, .inputs = {info("x", 1, {"N", 8})}, .outputs = {info("y")}});
  EXPECT_EQ(error_of(model, options),
            "model.onnx: is given its batch twice, with --batch and with --size N; give it once");
}

TEST(Symbols, UsualValuesOfOpenSizesAreTold) {
  const auto model = a_model(
      {.nodes = {a_node("Relu", {"x"}, {"y"})}, .inputs = {info("x", 1, {"batch", "T"})}, .outputs = {info("y")}});
  EXPECT_EQ(import_onnx(model, "model.onnx", {}).notes, (lines{"the open size T is 128 where nothing else is said"}));
}

TEST(Symbols, UnknownNamesAreRefusedWithTheKnownOnes) {
  import_options options;
  options.sizes = {{"sequence", 77}};
  const auto model = a_model(
      {.nodes = {a_node("Relu", {"x"}, {"y"})}, .inputs = {info("x", 1, {"batch", "seq"})}, .outputs = {info("y")}});
  EXPECT_EQ(error_of(model, options),
            "model.onnx: has no open dimension \"sequence\"; its open dimensions are \"batch\", \"seq\"");
  options.sizes = {};
  options.batch = 2;
  const auto vector =
      a_model({.nodes = {a_node("Relu", {"x"}, {"y"})}, .inputs = {info("x", 1, {5})}, .outputs = {info("y")}});
  EXPECT_EQ(error_of(vector, options), "model.onnx: has no input with a batch; leave --batch away");
}

TEST(Symbols, TooManyAreRefused) {
  std::vector<size> dims;
  const names letters{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
  for (const std::string& letter : letters) dims.emplace_back(("dim_" + letter).c_str());
  EXPECT_EQ(error_of(a_model(
                {.nodes = {a_node("Relu", {"x"}, {"y"})}, .inputs = {info("x", 1, dims)}, .outputs = {info("y")}})),
            "model.onnx: has more than 8 open dimensions; the next one is \"dim_i\"; fix some with --size name=N");
}

TEST(Symbols, SizesAreProductsOfThem) {
  const auto attention = a_model({.nodes = {a_node("Transpose", {"x"}, {"t"}, {wholes("perm", {0, 2, 1})}),
                                            a_node("MatMul", {"x", "t"}, {"s"}), a_node("Softmax", {"s"}, {"y"})},
                                  .inputs = {info("x", 1, {"batch", "seq", 64})},
                                  .outputs = {info("y")}});
  EXPECT_EQ(layers_of(attention),
            (lines{"transpose rows=64*batch cols=1*seq", "batched_gemm batch=1*batch m=1*seq n=1*seq k=64",
                   "softmax rows=1*batch*seq cols=1*seq"}));
}

TEST(Symbols, ASizeThatIsNoProductNamesLayerAndSymbol) {
  const auto image = a_model({.nodes = {a_node("Conv", {"x", "w"}, {"c"}), a_node("Relu", {"c"}, {"y"})},
                              .inputs = {info("x", 1, {"batch", 3, "height", 8})},
                              .outputs = {info("y")},
                              .initializers = {a_tensor("w", 1, {4, 3, 3, 3})}});
  EXPECT_THAT(error_of(image), testing::HasSubstr("layer \"c\" (conv2d): output is"));
  EXPECT_THAT(error_of(image), testing::EndsWith("which is no multiple of a power of height; fix it with --size "
                                                 "height=N"));
  import_options fixed;
  fixed.sizes = {{"height", 8}};
  EXPECT_EQ(layers_of(image, fixed).size(), 2U);
}

// The class token makes 197 of 196: with the length fixed, only the batch is open.
TEST(Symbols, SumsAreNoProducts) {
  const auto joined = a_model({.nodes = {a_node("Concat", {"x", "past"}, {"y"}, {whole("axis", 1)})},
                               .inputs = {info("x", 1, {"batch", "seq", 8}), info("past", 1, {"batch", "past_len", 8})},
                               .outputs = {info("y")}});
  EXPECT_THAT(error_of(joined), testing::HasSubstr("no multiple of a power of seq"));
}

TEST(Symbols, AGraphMadeForOneBatchKeepsIt) {
  const auto fixed = a_model({.nodes = {a_node("Reshape", {"x", "s"}, {"y"}), a_node("Relu", {"y"}, {"z"})},
                              .inputs = {info("x", 1, {1, 12, 8})},
                              .outputs = {info("z")},
                              .initializers = {whole_tensor("s", {12, 1, 8})}});
  const imported result = import_onnx(fixed, "model.onnx", {});
  EXPECT_TRUE(result.network.symbols.empty());
  EXPECT_THAT(result.notes,
              testing::Contains(testing::HasSubstr(
                  "the batch stays 1: node \"y\" (Reshape): at batch=2 it cannot reshape 2x12x8 to 12x1x8")));
}

TEST(Symbols, IdentifiersAreNoKeywords) {
  EXPECT_EQ(identifier_of("my model.v2", "network"), "my_model_v2");
  EXPECT_EQ(identifier_of("class", "network"), "network_class");
  EXPECT_EQ(identifier_of("7x7", "network"), "network_7x7");
  EXPECT_EQ(identifier_of("", "network"), "network");
}

}  // namespace
}  // namespace calib::onnx
