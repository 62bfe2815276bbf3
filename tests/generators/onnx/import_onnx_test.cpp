#include "onnx/import_onnx.hpp"

#include <gtest/gtest.h>

#include "network_io/symbols.hpp"
#include "network_io/totals.hpp"
#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;
using lines = std::vector<std::string>;

// Two convolutions, one of them pointwise, and a classifier, counted by hand below.
std::string small_network(std::int64_t opset = 13) {
  return a_model(
      {.nodes = {a_node("Conv", {"x", "w1", "b1"}, {"c1"}, {wholes("pads", {1, 1, 1, 1}), wholes("strides", {2, 2})}),
                 a_node("Relu", {"c1"}, {"r1"}), a_node("Conv", {"r1", "w2"}, {"c2"}),
                 a_node("Add", {"r1", "c2"}, {"s"}), a_node("GlobalAveragePool", {"s"}, {"g"}),
                 a_node("Flatten", {"g"}, {"f"}), a_node("Gemm", {"f", "w3", "b3"}, {"y"}, {whole("transB", 1)})},
       .inputs = {info("x", 1, {"batch", 3, 16, 16})},
       .outputs = {info("y")},
       .initializers = {a_tensor("w1", 1, {8, 3, 3, 3}), a_tensor("b1", 1, {8}), a_tensor("w2", 1, {8, 8, 1, 1}),
                        a_tensor("w3", 1, {10, 8}), a_tensor("b3", 1, {10})}},
      opset);
}

TEST(ImportOnnx, LayersAndTheirEdges) {
  const auto network = import_onnx(small_network(), "dir/small net.onnx", {}).network;
  EXPECT_EQ(network.id, "small_net");
  EXPECT_EQ(network.name, "small net");
  EXPECT_EQ(network.source.name, "imported from small net.onnx");
  ASSERT_EQ(network.layers.size(), 7U);
  EXPECT_EQ(network.layers[0].inputs, (std::vector<std::int32_t>{-1}));
  EXPECT_EQ(network.layers[2].inputs, (std::vector<std::int32_t>{1}));
  EXPECT_EQ(network.layers[3].inputs, (std::vector<std::int32_t>{1, 2}));
  EXPECT_EQ(network.layers[6].name, "y");
  EXPECT_EQ(text_of(network.layers[3].output, network), "512*batch");
  EXPECT_EQ(text_of(network.inputs[0].elements, network), "768*batch");
}

TEST(ImportOnnx, MultiplyAddsAndParametersByHand) {
  for (const std::int64_t opset : {7, 11, 13, 17, 18}) {
    const auto network = import_onnx(small_network(opset), "small.onnx", {}).network;
    auto sizes = network_io::usual_values(network);
    const auto one = network_io::totals(network, sizes);
    // 8 channels of 8x8 results see 27 weights, then 8, and 10 results see 8.
    EXPECT_EQ(one.multiply_adds, 8 * 64 * 27 + 8 * 64 * 8 + 80);
    EXPECT_EQ(one.parameters, 8U * 27 + 8 + 64 + 80 + 10);
    sizes[0] = 32;
    EXPECT_EQ(network_io::totals(network, sizes).multiply_adds, 32 * one.multiply_adds);
    EXPECT_EQ(network_io::totals(network, sizes).parameters, one.parameters);
  }
}

TEST(ImportOnnx, WeightsOfEveryKindAreTheSame) {
  const auto with = [](const names& nodes, const names& initializers) {
    names all = nodes;
    all.push_back(a_node("MatMul", {"x", "w"}, {"y"}));
    return layers_of(a_model(
        {.nodes = all, .inputs = {info("x", 1, {2, 64})}, .outputs = {info("y")}, .initializers = initializers}));
  };
  const lines linear{"linear m=2 n=32 k=64"};
  EXPECT_EQ(with({}, {raw_tensor("w", 1, {64, 32}, std::string(8192, '\0'))}), linear);
  EXPECT_EQ(with({}, {a_tensor("w", 1, {64, 32})}), linear);
  EXPECT_EQ(with({}, {a_tensor("w", 1, {64, 32}) + whole_field(14, 1) +
                      text_field(13, text_field(1, "location") + text_field(2, "weights.bin"))}),
            linear);
  EXPECT_EQ(with({a_node("ConstantOfShape", {"s"}, {"w"})}, {whole_tensor("s", {64, 32})}), linear);
  EXPECT_EQ(with({a_node("Constant", {}, {"w"}, {tensor_value("value", a_tensor("", 1, {64, 32}))})}, {}), linear);
  EXPECT_EQ(with({a_node("Transpose", {"t"}, {"w"})}, {a_tensor("t", 1, {32, 64})}), linear);
  EXPECT_EQ(with({a_node("Cast", {"h"}, {"w"}, {whole("to", 1)})}, {a_tensor("h", 10, {64, 32})}), linear);
}

TEST(ImportOnnx, PrecisionIsThatOfTheResults) {
  const auto half = a_model({.nodes = {a_node("MatMul", {"x", "w"}, {"y"})},
                             .inputs = {info("x", 10, {2, 64})},
                             .outputs = {info("y")},
                             .initializers = {a_tensor("w", 10, {64, 32})}});
  EXPECT_EQ(layers_of(half), (lines{"linear f16 m=2 n=32 k=64"}));
}

std::string with_unknown(const names& values = {}) {
  return a_model({.nodes = {a_node("Relu", {"x"}, {"a"}), a_node("my.domain.Magic", {"a"}, {"b"}),
                            a_node("my.domain.Magic", {"b"}, {"c"}), a_node("NonZero", {"c"}, {"d"}),
                            a_node("Relu", {"d"}, {"y"})},
                  .inputs = {info("x", 1, {2, 64})},
                  .outputs = {info("y")},
                  .values = values});
}

TEST(ImportOnnx, UnknownOperatorsAreListedTogether) {
  EXPECT_EQ(error_of(with_unknown()),
            "model.onnx: has operators that calib does not know: NonZero (1 node: \"d\"), my.domain.Magic (2 nodes: "
            "\"b\", \"c\"); give each a cost with `calib network import ... --op-cost NonZero=FLOPS:BYTES`, or "
            "count them by their bytes with `calib network import ... --allow-roofline`");
}

TEST(ImportOnnx, UnknownOperatorsMayHaveACost) {
  import_options options;
  options.costs = {{"my.domain.Magic", {"1000", "500"}}, {"NonZero", {"0", "8"}}};
  const names stated{info("b", 1, {2, 64}), info("c", 1, {2, 64}), info("d", 7, {2, 10})};
  EXPECT_EQ(
      layers_of(with_unknown(stated), options),
      (lines{"relu elements=128", "custom[my.domain.Magic] flops=1000 bytes=500",
             "custom[my.domain.Magic] flops=1000 bytes=500", "custom[NonZero] flops=0 bytes=8", "relu elements=20"}));
  EXPECT_EQ(error_of(with_unknown(), options),
            "model.onnx: 4 values have no size: \"b\" of node \"b\" (my.domain.Magic), \"c\" of node \"c\" "
            "(my.domain.Magic), \"d\" of node \"d\" (NonZero), \"y\" of node \"y\" (Relu); fix open dimensions with "
            "--size name=N, give results of custom operators theirs with `calib network import ... --shape "
            "VALUE=SIZE,...`, or export the model "
            "with the sizes of its values");
}

TEST(ImportOnnx, CostsMayGrowWithOpenSizes) {
  import_options options;
  options.shapes = {{"a", {"batch", "8"}}};
  const auto model = a_model({.nodes = {a_node("Magic", {"x"}, {"a"}), a_node("Relu", {"a"}, {"y"})},
                              .inputs = {info("x", 1, {"batch", 64})},
                              .outputs = {info("y")}});
  options.costs = {{"Magic", {"1000*batch*batch", "64*batch"}}};
  EXPECT_EQ(layers_of(model, options),
            (lines{"custom[Magic] flops=1000*batch*batch bytes=64*batch", "relu elements=8*batch"}));
  options.costs = {{"Magic", {"1000*many", "64"}}};
  EXPECT_EQ(error_of(model, options),
            "model.onnx: operator \"Magic\": is given the cost \"1000*many\"; write FLOPS:BYTES, each a number or a "
            "product of numbers and open sizes, as 2048*batch; open here: batch");
}

TEST(ImportOnnx, SizesOfResultsMayBeGiven) {
  import_options options;
  options.costs = {{"Magic", {"1000", "500"}}};
  const auto model = a_model({.nodes = {a_node("Magic", {"x"}, {"a"}), a_node("Relu", {"a"}, {"y"})},
                              .inputs = {info("x", 1, {"batch", 64})},
                              .outputs = {info("y")}});
  options.shapes = {{"a", {"batch", "3", "8"}}};
  EXPECT_EQ(layers_of(model, options), (lines{"custom[Magic] flops=1000 bytes=500", "relu elements=24*batch"}));
  options.shapes = {{"a", {"batch", "many"}}};
  EXPECT_EQ(error_of(model, options),
            "model.onnx: value \"a\": is given \"many\" as a size; write numbers from 1 on, or open dimensions of the "
            "model's "
            "inputs by name, with commas between them");
  options.shapes = {{"a", {"batch", "3", "8"}}, {"y", {"batch", "3", "7"}}};
  EXPECT_EQ(error_of(model, options), "model.onnx: value \"y\": is of 1x3x8, and --shape says 1x3x7; leave it out");
  options.shapes = {{"b", {"3"}}};
  EXPECT_EQ(error_of(model, options),
            "model.onnx: has no value called \"b\", which --shape names; correct it; there are: \"a\", \"y\"");
}

TEST(ImportOnnx, UnknownOperatorsMayBeCountedByTheirBytes) {
  import_options options;
  options.allow_roofline = true;
  const names stated{info("b", 1, {2, 64}), info("c", 1, {2, 64}), info("d", 7, {2, 10})};
  const imported result = import_onnx(with_unknown(stated), "model.onnx", options);
  EXPECT_EQ(text_of(result.network.layers[1], result.network), "custom[my.domain.Magic] flops=128 bytes=1024");
  EXPECT_EQ(result.notes, (lines{"NonZero (1 node) is counted by the bytes of its operands",
                                 "my.domain.Magic (2 nodes) is counted by the bytes of its operands"}));
}

// Sizes of the results follow, also both ways and with the batch first; calib has no operation for the work.
TEST(ImportOnnx, RecurrentOperatorsNeedACost) {
  const auto recurrent = a_model({.nodes = {a_node("LSTM", {"x", "w", "r"}, {"h", "last", "cell"},
                                                   {whole("hidden_size", 16), text("direction", "bidirectional")}),
                                            a_node("GRU", {"x", "w", "r"}, {"g"}, {whole("hidden_size", 16)}),
                                            a_node("Relu", {"h"}, {"y"}), a_node("Relu", {"g"}, {"z"})},
                                  .inputs = {info("x", 1, {9, 2, 8})},
                                  .outputs = {info("y"), info("z"), info("cell")},
                                  .initializers = {a_tensor("w", 1, {2, 64, 8}), a_tensor("r", 1, {2, 64, 16})}});
  EXPECT_EQ(
      error_of(recurrent),
      "model.onnx: has operators that calib does not know: GRU (1 node: \"g\"), LSTM (1 node: \"h\"); give each a "
      "cost with `calib network import ... --op-cost GRU=FLOPS:BYTES`, or count them by their bytes with `calib "
      "network "
      "import ... --allow-roofline`");
  import_options options;
  options.costs = {{"LSTM", {"5", "6"}}, {"GRU", {"7", "8"}}};
  EXPECT_EQ(layers_of(recurrent, options), (lines{"custom[LSTM] flops=5 bytes=6", "custom[GRU] flops=7 bytes=8",
                                                  "relu elements=576", "relu elements=288"}));
  EXPECT_EQ(inferred(recurrent, "cell").dims, (shape{2, 2, 16}));
}

TEST(ImportOnnx, FunctionsOfTheModelAreNamed) {
  const std::string function =
      text_field(1, "Block") + text_field(10, "pkg") + text_field(7, a_node("pkg.Block", {}, {"o"}));
  const auto calls =
      a_model(
          {.nodes = {a_node("pkg.Block", {"x"}, {"y"})}, .inputs = {info("x", 1, {2, 64})}, .outputs = {info("y")}}) +
      text_field(25, function);
  EXPECT_THAT(error_of(calls),
              testing::HasSubstr("pkg.Block (1 node: \"y\"; a function of the model; inline it with onnx.inliner)"));
}

TEST(ImportOnnx, NotesSayWhatIsAssumed) {
  const auto fixed = a_model(
      {.nodes = {a_node("Flatten", {"x"}, {"f"}), a_node("Reshape", {"f", "s"}, {"r"}), a_node("Relu", {"r"}, {"y"})},
       .inputs = {info("x", 1, {1, 4, 4})},
       .outputs = {info("y")},
       .initializers = {whole_tensor("s", {1, 16})}});
  EXPECT_EQ(import_onnx(fixed, "model.onnx", {}).notes,
            (lines{"the first size of the inputs is read as the batch, a symbol",
                   "node \"r\" (Reshape) keeps a batch of 1 in its target; the batch is put there"}));
  EXPECT_THAT(import_onnx(small_network(21), "model.onnx", {}).notes,
              testing::ElementsAre("the model is of opset 21; its operators are read as those of 18"));
}

TEST(ImportOnnx, NamesAreUniqueAndPrintable) {
  const auto odd = a_model({.nodes = {a_node("Relu", {"x"}, {"a"}, {}, "act\n"),
                                      a_node("Relu", {"a"}, {"b"}, {}, "act\n"), a_node("Relu", {"b"}, {"y"}, {}, "x")},
                            .inputs = {info("x", 1, {2, 64})},
                            .outputs = {info("y")}});
  const auto network = import_onnx(odd, "model.onnx", {}).network;
  EXPECT_EQ(network.layers[0].name, "act?");
  EXPECT_EQ(network.layers[1].name, "act?_2");
  EXPECT_EQ(network.layers[2].name, "x_2");
}

}  // namespace
}  // namespace calib::onnx
