/// Models that are damaged, senseless or hostile: each ends with a message that says what is wrong, where, and what to
/// do, and takes little memory.

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <functional>

#include "sample_layers.hpp"

namespace calib::onnx {
namespace {

using namespace test;

std::string varint(std::uint64_t value) {
  return written([&](CodedOutputStream& out) { out.WriteVarint64(value); });
}

// relu(x) with changes.
std::string relu(const graph_parts& changes = {}) {
  graph_parts parts = changes;
  if (parts.nodes.empty()) parts.nodes = {a_node("Relu", {"x"}, {"y"})};
  if (parts.inputs.empty()) parts.inputs = {info("x", 1, {2, 64})};
  if (parts.outputs.empty()) parts.outputs = {info("y")};
  return a_model(parts);
}

std::string nested_deep(int depth) {
  std::string graph = a_graph({.nodes = {a_node("Relu", {"x"}, {"inner"})}, .outputs = {info("inner")}});
  for (int i = 0; i < depth; ++i) {
    const std::string result = "v" + std::to_string(i);
    graph =
        a_graph({.nodes = {a_node("If", {"c"}, {result}, {nested("then_branch", graph)})}, .outputs = {info(result)}});
  }
  return model_of_graph(graph);
}

std::string many_nodes(std::size_t count) {
  const std::string empty = text_field(1, text_field(4, "A"));
  std::string graph;
  for (std::size_t i = 0; i < count; ++i) graph += empty;
  return model_of_graph(graph);
}

// Each node hands on a list that is kept.
std::string many_lists() {
  graph_parts parts;
  parts.initializers = {whole_tensor("v0", sizes(1024, 1))};
  for (int i = 0; i < 10'000; ++i) {
    parts.nodes.push_back(a_node("Identity", {"v" + std::to_string(i)}, {"v" + std::to_string(i + 1)}));
  }
  parts.outputs = {info("v10000")};
  parts.inputs = {info("x", 1, {2})};
  return a_model(parts);
}

struct broken {
  const char* name;
  std::function<std::string()> bytes;
  const char* message;  ///< without the file's name
};

const std::string small = relu();

const broken models[] = {
    {"Empty", [] { return std::string{}; }, "has no graph: this is no ONNX model; name an ONNX file"},
    {"Text", [] { return std::string{"hello, this is a text file\n"}; },
     "byte 3: the bytes are no ONNX message: groups and unknown wire types are not in one; name an ONNX file, or copy "
     "it again"},
    {"Zeros", [] { return std::string(64, '\0'); },
     "byte 1: the bytes are no protobuf message; name an ONNX file, or copy it again"},
    {"CutInTheTag", [] { return small.substr(0, small.size() - 1); },
     "byte 70: a field is longer than the bytes that are left; name an ONNX file, or copy it again"},
    {"CutInTheGraph", [] { return small.substr(0, 20); },
     "byte 10: a field is longer than the bytes that are left; name an ONNX file, or copy it again"},
    {"CutBeforeTheGraph", [] { return small.substr(0, 8); }, "has no graph: this is no ONNX model; name an ONNX file"},
    {"CutInAVarint",
     [] {
       return std::string{"\x08\x80", 2};
     },
     "byte 2: a number is cut off, or has more than ten bytes; name an ONNX file, or copy it again"},
    {"OverlongVarint", [] { return std::string{"\x08"} + std::string(11, '\x80') + '\1'; },
     "byte 1: a number is cut off, or has more than ten bytes; name an ONNX file, or copy it again"},
    {"LengthBeyondTheFile", [] { return "\x3a" + varint(1ULL << 62); },
     "byte 10: a field is longer than the bytes that are left; name an ONNX file, or copy it again"},
    {"AGroup", [] { return std::string{"\x0b\x0c"}; },
     "byte 1: the bytes are no ONNX message: groups and unknown wire types are not in one; name an ONNX file, or copy "
     "it again"},
    {"GraphIsANumber", [] { return whole_field(7, 5); },
     "byte 0: field 7 is a number where a message belongs; name an ONNX file, or copy it again"},
    {"NoGraph", [] { return whole_field(1, 8) + text_field(2, "pytorch"); },
     "has no graph: this is no ONNX model; name an ONNX file"},
    {"TwoGraphs", [] { return small + small; }, "has two graphs; export the model again"},
    {"NoNodes", [] { return model_of_graph(text_field(2, "g")); }, "has a graph without nodes; export the model again"},
    {"NoOutputs",
     [] {
       return a_model({.nodes = {a_node("Relu", {"x"}, {"y"})}, .inputs = {info("x", 1, {2, 64})}});
     },
     "has a graph without outputs: nothing of it is needed; export the model again"},
    {"NoOperator", [] { return relu({.nodes = {text_field(1, "x") + text_field(2, "y")}}); },
     "node \"y\": has no op_type; export the model again"},
    {"NegativeSize",
     [] {
       return relu({.initializers = {a_tensor("w", 1, {4, -3})}});
     },
     "tensor \"w\": has the size -3, which is none; export the model again"},
    {"NegativeInput",
     [] {
       return relu({.inputs = {info("x", 1, {2, -7})}});
     },
     "graph input \"x\": has the size -7, which is none; export the model again"},
    {"HugeSize", [] { return relu({.initializers = {a_tensor("w", 1, {1LL << 62})}}); },
     "tensor \"w\": has more than 2^53 elements, which no machine holds; give a smaller size"},
    {"HugeInput",
     [] {
       return relu({.inputs = {info("x", 1, {2, std::int64_t{1} << 62})}});
     },
     "tensor \"x\": has more than 2^53 elements, which no machine holds; give a smaller size"},
    {"ProductOverflows",
     [] {
       return relu({.initializers = {a_tensor("w", 1, {1LL << 32, 1LL << 32, 16})}});
     },
     "tensor \"w\": has more than 2^53 elements, which no machine holds; give a smaller size"},
    {"HugeResult",
     [] {
       return relu(
           {.nodes = {a_node("Expand", {"x", "s"}, {"y"})}, .initializers = {whole_tensor("s", {1LL << 52, 2, 64})}});
     },
     "tensor \"y\": has more than 2^53 elements, which no machine holds; give a smaller size"},
    {"ManyDimensions", [] { return relu({.initializers = {a_tensor("w", 1, sizes(33, 1))}}); },
     "tensor \"\": has more than 32 dimensions; export the model again"},
    {"Circle",
     [] {
       return relu(
           {.nodes = {a_node("Add", {"x", "b"}, {"a"}), a_node("Relu", {"a"}, {"b"}), a_node("Relu", {"b"}, {"y"})}});
     },
     "has nodes that wait for each other's results, in a circle or behind one: node \"a\" (Add), node \"b\" (Relu), "
     "node "
     "\"y\" (Relu); export the model again"},
    {"OwnResult", [] { return relu({.nodes = {a_node("Relu", {"y"}, {"y"})}}); },
     "has nodes that wait for each other's results, in a circle or behind one: node \"y\" (Relu); export the model "
     "again"},
    {"SameResultTwice",
     [] {
       return relu({.nodes = {a_node("Relu", {"x"}, {"y"}), a_node("Tanh", {"x"}, {"y"})}});
     },
     "node \"y\" (Tanh): makes \"y\", which is made elsewhere too; export the model again"},
    {"ResultNamedAsInput", [] { return relu({.nodes = {a_node("Relu", {"x"}, {"x"})}, .outputs = {info("x")}}); },
     "node \"x\" (Relu): makes \"x\", which is made elsewhere too; export the model again"},
    {"SameTensorTwice",
     [] {
       return relu({.initializers = {scalar("w", 1), scalar("w", 2)}});
     },
     "tensor \"w\": is there twice; export the model again"},
    {"SameInputTwice",
     [] {
       return relu({.inputs = {info("x", 1, {2}), info("x", 1, {3})}});
     },
     "graph input \"x\": is there twice; export the model again"},
    {"UnknownOperand",
     [] {
       return relu({.nodes = {a_node("Add", {"x", "nothing"}, {"y"})}});
     },
     "node \"y\" (Add): reads \"nothing\", which nothing makes; export the model again"},
    {"UnknownOutput", [] { return relu({.outputs = {info("z")}}); },
     "graph output \"z\": is made by no node; export the model again"},
    {"MissingOperand",
     [] {
       return relu({.nodes = {a_node("Add", {"x"}, {"a"}), a_node("Conv", {"x"}, {"y"})}});
     },
     "node \"y\" (Conv): has no input 1; export the model again, or give other sizes"},
    {"UnknownType", [] { return relu({.initializers = {a_tensor("w", 99, {4})}}); },
     "tensor \"w\": has the element type 99, which ONNX does not have; the file is damaged: copy it again, or export "
     "the "
     "model again"},
    {"NoType", [] { return relu({.initializers = {text_field(8, "w")}}); },
     "tensor \"w\": has the element type 0, which ONNX does not have; the file is damaged: copy it again, or export "
     "the "
     "model again"},
    {"ShortData", [] { return relu({.initializers = {raw_tensor("w", 1, {4}, std::string(12, '\0'))}}); },
     "tensor \"w\": has 12 bytes of raw data where its 4 elements of float32 take 16; the file is damaged: copy it "
     "again, "
     "or export the model again"},
    {"LongData", [] { return relu({.initializers = {raw_tensor("w", 7, {1}, std::string(9, '\0'))}}); },
     "tensor \"w\": has 9 bytes of raw data where its 1 elements of int64 take 8; the file is damaged: copy it again, "
     "or "
     "export the model again"},
    {"OutsideTheFolder",
     [] {
       return relu({.initializers = {a_tensor("w", 1, {4}) + whole_field(14, 1) +
                                     text_field(13, text_field(1, "location") + text_field(2, "../../secret"))}});
     },
     "tensor \"w\": has its data in \"../../secret\", which is no file in the model's folder; store the data beside "
     "the "
     "model, and save the model with that name"},
    {"InputWithoutShape", [] { return relu({.inputs = {info("x")}}); },
     "graph input \"x\": has no shape; export the model with the shapes of its inputs"},
    {"InputIsASequence", [] { return relu({.inputs = {text_field(1, "x") + text_field(2, text_field(4, ""))}}); },
     "graph input \"x\": is no tensor; export the model with the shapes of its inputs"},
    {"DeepGraphs", [] { return nested_deep(40); },
     "has graphs nested more than 16 deep; simplify the model before the export"},
    {"AMillionNodes", [] { return many_nodes(1'000'000); },
     "has more than 2000000 nodes, names and numbers; give a smaller model; weights belong into raw_data or external "
     "files"},
    {"ManyLists", [] { return many_lists(); },
     "node \"v3907\" (Identity): is the one with which more than 4000000 numbers of small tensors would be known; "
     "simplify the model before the export"},
    {"EarlyOpset",
     [] {
       return model_of_graph(
           a_graph({.nodes = {a_node("Relu", {"x"}, {"y"})}, .inputs = {info("x", 1, {2})}, .outputs = {info("y")}}),
           6);
     },
     "is of opset 6, before 7; convert it with onnx.version_converter, or export it again"},
    {"NegativeOpset",
     [] {
       return model_of_graph(
           a_graph({.nodes = {a_node("Relu", {"x"}, {"y"})}, .inputs = {info("x", 1, {2})}, .outputs = {info("y")}}),
           -1);
     },
     "is of opset -1, before 7; convert it with onnx.version_converter, or export it again"},
    {"BranchIsMissing",
     [] {
       return relu(
           {.nodes = {a_node("If", {"c"}, {"y"})}, .initializers = {raw_tensor("c", 9, {}, std::string(1, '\1'))}});
     },
     "node \"y\" (If): has no then_branch; export the model again"},
    {"BodyIsMissing",
     [] {
       return relu({.nodes = {a_node("Loop", {"n", "", "x"}, {"y"})}, .initializers = {scalar("n", 3)}});
     },
     "node \"y\" (Loop): has no body; export the model again"},
    {"NoResults", [] { return relu({.outputs = {info("w")}, .initializers = {a_tensor("w", 1, {4})}}); },
     "has no layers: all its results are constants; export the model again"},
    {"AxisOutOfRange",
     [] {
       return relu({.nodes = {a_node("Concat", {"x", "x"}, {"y"}, {whole("axis", 2)})}});
     },
     "node \"y\" (Concat): has the axis 2 of a tensor of 2 dimensions; export the model again, or give other sizes"},
    {"GroupsDoNotFit",
     [] {
       return relu({.nodes = {a_node("Conv", {"x", "w"}, {"y"}, {whole("group", 3)})},
                    .inputs = {info("x", 1, {2, 4, 8, 8})},
                    .initializers = {a_tensor("w", 1, {4, 4, 1, 1})}});
     },
     "node \"y\" (Conv): convolves 2x4x8x8 with 4x4x1x1 in 3 groups: the channels are not as many; export the model "
     "again, or give other sizes"},
    {"ZeroStride",
     [] {
       return relu(
           {.nodes = {a_node("MaxPool", {"x"}, {"y"}, {wholes("kernel_shape", {2, 2}), wholes("strides", {0, 1})})},
            .inputs = {info("x", 1, {2, 4, 8, 8})}});
     },
     "node \"y\" (MaxPool): has strides of 0x1 where 2 sizes belong; export the model again, or give other sizes"},
    {"WindowLargerThanTheImage",
     [] {
       return relu({.nodes = {a_node("MaxPool", {"x"}, {"y"}, {wholes("kernel_shape", {9, 9})})},
                    .inputs = {info("x", 1, {2, 4, 8, 8})}});
     },
     "node \"y\" (MaxPool): slides a window of 9x9 over 2x4x8x8, into which it does not fit; give a larger image"},
    {"NoBroadcast",
     [] {
       return relu({.nodes = {a_node("Add", {"x", "w"}, {"y"})}, .initializers = {a_tensor("w", 1, {5})}});
     },
     "node \"y\" (Add): has operands of 2x64 and 5, which do not broadcast; export the model again, or give other "
     "sizes"},
    {"ReshapeDoesNotFit",
     [] {
       return relu({.nodes = {a_node("Reshape", {"x", "s"}, {"y"})}, .initializers = {whole_tensor("s", {3, -1})}});
     },
     "node \"y\" (Reshape): cannot reshape 2x64 into rows of 3; export the model again, or give other sizes"},
    {"SliceInStepsOfZero",
     [] {
       return relu({.nodes = {a_node("Slice", {"x", "z", "o", "z", "z"}, {"y"})},
                    .initializers = {whole_tensor("z", {0}), whole_tensor("o", {1})}});
     },
     "node \"y\" (Slice): slices in steps of 0; export the model again, or give other sizes"},
    {"SplitWithoutOutputs",
     [] {
       return relu({.nodes = {a_node("Split", {"x"}, {}), a_node("Relu", {"x"}, {"y"})}});
     },
     "node \"Split\" (Split): has no outputs; export the model again, or give other sizes"},
};

class BrokenModels : public testing::TestWithParam<broken> {};

TEST_P(BrokenModels, AreRefusedWithAMessage) {
  EXPECT_EQ(error_of(GetParam().bytes()), std::string{"model.onnx: "} + GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Each, BrokenModels, testing::ValuesIn(models),
                         [](const auto& each) { return std::string{each.param.name}; });

// Peak memory while models are read that would be huge: below what their sizes ask for by orders of magnitude.
TEST(BrokenModelsTogether, TakeLittleMemory) {
  for (const broken& each : models) error_of(each.bytes());
  rusage used{};
  ASSERT_EQ(getrusage(RUSAGE_SELF, &used), 0);
  EXPECT_LT(used.ru_maxrss, 600 * 1024) << "kB";
}

// Every beginning of a model is refused, or is a model itself; none is read beyond its end.
TEST(BrokenModelsTogether, EveryBeginningOfAModel) {
  int refused = 0;
  for (std::size_t length = 0; length < small.size(); ++length) {
    // On the heap, so that a sanitizer sees what is behind.
    const std::string cut(small.data(), length);
    refused += error_of(cut).empty() ? 0 : 1;
  }
  EXPECT_GT(refused, 60);
}

// Every byte changed: no crash, and every message names the file.
TEST(BrokenModelsTogether, EveryByteOfAModel) {
  for (std::size_t at = 0; at < small.size(); ++at) {
    for (const char change : {'\x01', '\x7f', '\x80', '\xff'}) {
      std::string bytes = small;
      bytes[at] = static_cast<char>(bytes[at] ^ change);
      const std::string error = error_of(bytes);
      EXPECT_TRUE(error.empty() || error.starts_with("model.onnx: ")) << at;
    }
  }
}

}  // namespace
}  // namespace calib::onnx
