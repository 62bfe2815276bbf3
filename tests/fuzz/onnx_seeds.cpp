/// First inputs of fuzz_onnx: small models, each with another part of the format.

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "../generators/onnx/model_writer.hpp"

namespace {

using namespace calib::onnx::test;

std::string image_model() {
  return a_model({.nodes = {a_node("Conv", {"x", "w", "b"}, {"c"},
                                   {wholes("kernel_shape", {3, 3}), wholes("pads", {1, 1, 1, 1}), whole("group", 1)}),
                            a_node("BatchNormalization", {"c", "b", "b", "b", "b"}, {"n"}, {real("epsilon", 1e-5F)}),
                            a_node("Relu", {"n"}, {"r"}),
                            a_node("MaxPool", {"r"}, {"p"},
                                   {wholes("kernel_shape", {2, 2}), wholes("strides", {2, 2}), whole("ceil_mode", 1)}),
                            a_node("GlobalAveragePool", {"p"}, {"g"}), a_node("Flatten", {"g"}, {"f"}),
                            a_node("Gemm", {"f", "fc", "b"}, {"y"}, {whole("transB", 1)})},
                  .inputs = {info("x", 1, {"batch", 3, 8, 8})},
                  .outputs = {info("y")},
                  .initializers = {a_tensor("w", 1, {4, 3, 3, 3}), a_tensor("b", 1, {4}), a_tensor("fc", 1, {4, 4})}});
}

std::string text_model() {
  return a_model(
      {.nodes = {a_node("Gather", {"table", "x"}, {"e"}), a_node("Shape", {"e"}, {"s"}),
                 a_node("Slice", {"s", "zero", "two"}, {"bs"}),
                 a_node("Concat", {"bs", "heads"}, {"target"}, {whole("axis", 0)}),
                 a_node("MatMul", {"e", "q"}, {"eq"}), a_node("Reshape", {"eq", "target"}, {"h"}),
                 a_node("Transpose", {"h"}, {"t"}, {wholes("perm", {0, 2, 3, 1})}),
                 a_node("Transpose", {"h"}, {"u"}, {wholes("perm", {0, 2, 1, 3})}),
                 a_node("MatMul", {"u", "t"}, {"scores"}), a_node("Softmax", {"scores"}, {"y"}, {whole("axis", -1)})},
       .inputs = {info("x", 7, {"batch", "seq"})},
       .outputs = {info("y")},
       .initializers = {a_tensor("table", 1, {50, 8}), a_tensor("q", 1, {8, 8}), whole_tensor("zero", {0}),
                        whole_tensor("two", {2}), whole_tensor("heads", {2, 4})}});
}

std::string quantised_model() {
  return a_model(
      {.nodes = {a_node("QuantizeLinear", {"x", "s", "z"}, {"q"}), a_node("DequantizeLinear", {"q", "s", "z"}, {"d"}),
                 a_node("DequantizeLinear", {"w", "s", "wz"}, {"dw"}), a_node("Conv", {"d", "dw"}, {"c"}),
                 a_node("QuantizeLinear", {"c", "s", "z"}, {"y"})},
       .inputs = {info("x", 1, {1, 2, 4, 4})},
       .outputs = {info("y")},
       .initializers = {a_tensor("s", 1, {}), a_tensor("z", 2, {}), a_tensor("wz", 3, {}),
                        a_tensor("w", 3, {2, 2, 1, 1})}});
}

std::string control_model() {
  const std::string yes = a_graph({.nodes = {a_node("Relu", {"x"}, {"t"})}, .outputs = {info("t")}});
  const std::string no = a_graph({.nodes = {a_node("Neg", {"x"}, {"e"})}, .outputs = {info("e")}});
  const std::string body = a_graph(
      {.nodes = {a_node("Identity", {"go"}, {"on"}), a_node("Tanh", {"h"}, {"next"}), a_node("Neg", {"h"}, {"row"})},
       .inputs = {info("i"), info("go"), info("h")},
       .outputs = {info("on"), info("next"), info("row")}});
  return a_model({.nodes = {a_node("If", {"c"}, {"v"}, {nested("then_branch", yes), nested("else_branch", no)}),
                            a_node("Loop", {"n", "c", "v"}, {"last", "rows"}, {nested("body", body)})},
                  .inputs = {info("x", 1, {2, 3})},
                  .outputs = {info("last"), info("rows")},
                  .initializers = {raw_tensor("c", 9, {}, std::string(1, '\1')), scalar("n", 5)}});
}

std::string early_model() {
  return a_model(
      {.nodes = {a_node("Unsqueeze", {"x"}, {"u"}, {wholes("axes", {0})}),
                 a_node("Pad", {"u"}, {"p"}, {wholes("pads", {0, 0, 1, 0, 0, 1})}),
                 a_node("Slice", {"p"}, {"s"}, {wholes("starts", {0}), wholes("ends", {-1}), wholes("axes", {2})}),
                 a_node("Upsample", {"s"}, {"r"}, {reals("scales", {1, 1, 2})}),
                 a_node("ReduceMean", {"r"}, {"y"}, {wholes("axes", {-1}), whole("keepdims", 0)})},
       .inputs = {info("x", 1, {3, 4})},
       .outputs = {info("y")}},
      7);
}

std::string stored_model() {
  const std::string entry = text_field(13, text_field(1, "location") + text_field(2, "weights.bin")) +
                            text_field(13, text_field(1, "offset") + text_field(2, "0"));
  const std::string sparse = text_field(1, a_tensor("sp", 1, {3})) + whole_field(3, 4) + whole_field(3, 4);
  return a_model({.nodes = {a_node("Constant", {}, {"k"}, {tensor_value("value", a_tensor("", 1, {4, 4}))}),
                            a_node("ConstantOfShape", {"n"}, {"z"}, {tensor_value("value", a_tensor("", 1, {1}))}),
                            a_node("MatMul", {"x", "k"}, {"a"}), a_node("MatMul", {"a", "z"}, {"b"}),
                            a_node("MatMul", {"b", "e"}, {"y"}), a_node("custom.Op", {"y"}, {"o"})},
                  .inputs = {info("x", 1, {"n", 4})},
                  .outputs = {info("o", 1, {"n", 4})},
                  .initializers = {whole_tensor("n", {4, 4}), a_tensor("e", 1, {4, 4}) + entry + whole_field(14, 1)}}) +
         text_field(7, text_field(15, sparse));
}

void write(const std::filesystem::path& folder, const char* name, const std::string& bytes) {
  std::ofstream file(folder / name, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file) throw std::runtime_error("cannot write into " + folder.string());
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc != 2) throw std::runtime_error("usage: onnx_seeds_writer FOLDER");
    const std::filesystem::path folder(argv[1]);
    write(folder, "image.onnx", image_model());
    write(folder, "text.onnx", text_model());
    write(folder, "quantised.onnx", quantised_model());
    write(folder, "control.onnx", control_model());
    write(folder, "early.onnx", early_model());
    write(folder, "stored.onnx", stored_model());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "onnx_seeds_writer: %s\n", error.what());
    return 1;
  }
}
