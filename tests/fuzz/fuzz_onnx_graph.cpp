/// Any graph as an ONNX file: bytes choose operators, operands, attributes and sizes. Bytes as a file hardly ever reach
/// the rules of an operator, since each length around them must change, too.

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "../generators/onnx/model_writer.hpp"
#include "import_and_write.hpp"
#include "onnx/operators.hpp"

namespace calib::fuzz {
namespace {

using namespace onnx::test;

// Numbers that rules compare with, and those that overflow.
constexpr std::array<std::int64_t, 24> numbers{
    0,  1,  2,  3,  4,    5,    7,         8,     16,        64,        100,       224,
    -1, -2, -3, -4, 1024, 1025, INT32_MAX, 65536, INT64_MAX, INT64_MIN, 1LL << 53, 1LL << 31};

constexpr auto attributes = std::to_array<const char*>({"axis",
                                                        "axes",
                                                        "pads",
                                                        "strides",
                                                        "dilations",
                                                        "kernel_shape",
                                                        "group",
                                                        "perm",
                                                        "keepdims",
                                                        "auto_pad",
                                                        "ceil_mode",
                                                        "to",
                                                        "transA",
                                                        "transB",
                                                        "split",
                                                        "starts",
                                                        "ends",
                                                        "steps",
                                                        "blocksize",
                                                        "value",
                                                        "value_ints",
                                                        "scales",
                                                        "sizes",
                                                        "k",
                                                        "K",
                                                        "N",
                                                        "bits",
                                                        "hidden_size",
                                                        "direction",
                                                        "layout",
                                                        "start",
                                                        "end",
                                                        "output_padding",
                                                        "output_shape",
                                                        "batch_dims",
                                                        "allowzero",
                                                        "noop_with_empty_axes",
                                                        "num_outputs",
                                                        "activation",
                                                        "size",
                                                        "then_branch",
                                                        "else_branch",
                                                        "body",
                                                        "keep_aspect_ratio_policy",
                                                        "shape",
                                                        "value_float",
                                                        "value_int"});

constexpr auto words = std::to_array<const char*>({"NOTSET", "VALID", "SAME_UPPER", "SAME_LOWER", "bidirectional",
                                                   "not_larger", "not_smaller", "Relu", "Sigmoid", "LeakyRelu", ""});

constexpr int most_nested = 2;

class builder {
 public:
  explicit builder(std::span<const std::uint8_t> bytes) : bytes_{bytes} {}

  std::string model() {
    const std::int64_t opset = 6 + below(14);
    graph_parts parts;
    const std::size_t inputs = 1 + below(3);
    for (std::size_t i = 0; i < inputs; ++i) {
      names_.push_back("x" + std::to_string(i));
      parts.inputs.push_back(info(names_.back(), type(), open_sizes()));
    }
    fill(parts, 0);
    parts.outputs.push_back(info(names_.back()));
    if (below(4) == 0) parts.outputs.push_back(info(any_name()));
    return a_model(parts, opset);
  }

 private:
  std::size_t below(std::size_t bound) {
    if (bytes_.empty()) return 0;
    const std::size_t byte = bytes_.front();
    bytes_ = bytes_.subspan(1);
    return byte % bound;
  }

  std::int64_t number() { return numbers[below(numbers.size())]; }
  std::int64_t small() { return static_cast<std::int64_t>(below(6)) - 1; }

  sizes list(std::size_t most) {
    sizes all;
    const bool any = below(4) == 0;
    for (std::size_t count = below(most + 1); count > 0; --count) all.push_back(any ? number() : small());
    return all;
  }

  int type() { return below(2) == 0 ? 1 : static_cast<int>(below(26)); }

  std::vector<size> open_sizes() {
    std::vector<size> dims;
    for (std::size_t count = below(6); count > 0; --count) {
      const std::size_t kind = below(8);
      if (kind == 0) dims.emplace_back("batch");
      if (kind == 1) dims.emplace_back("seq");
      if (kind == 2) dims.emplace_back("");
      if (kind == 3) dims.emplace_back(number());
      if (kind > 3) dims.emplace_back(static_cast<std::int64_t>(below(9)));
    }
    return dims;
  }

  std::string any_name() { return names_.empty() ? "" : names_[below(names_.size())]; }

  std::string initializer(const std::string& name) {
    if (below(3) == 0) {
      sizes dims;
      for (std::size_t count = below(5); count > 0; --count) dims.push_back(static_cast<std::int64_t>(below(9)));
      return a_tensor(name, 1 + static_cast<int>(below(16)), dims);
    }
    if (below(4) == 0) return raw_tensor(name, 1, {2}, raw_of(std::vector<float>{0.5F, 2}));
    return below(3) == 0 ? scalar(name, number()) : whole_tensor(name, list(5));
  }

  std::string one_attribute(int nesting) {
    const std::string name = attributes[below(attributes.size())];
    switch (below(7)) {
      case 0:
        return wholes(name, list(9));
      case 1:
        return text(name, words[below(words.size())]);
      case 2:
        return tensor_value(name, initializer(""));
      case 3:
        return reals(name, {0.5F, 1, 2, 1e30F});
      case 4:
        return nesting < most_nested ? nested(name, inner_graph(nesting + 1)) : whole(name, 1);
      case 5:
        return whole(name, number());
      default:
        return whole(name, small());
    }
  }

  std::string inner_graph(int nesting) {
    graph_parts parts;
    for (std::size_t count = below(4); count > 0; --count) {
      const std::string name = "b" + std::to_string(++made_);
      names_.push_back(name);
      parts.inputs.push_back(info(name));
    }
    fill(parts, nesting);
    for (std::size_t count = below(4); count > 0; --count) parts.outputs.push_back(info(any_name()));
    return a_graph(parts);
  }

  void fill(graph_parts& parts, int nesting) {
    for (std::size_t count = 1 + below(nesting == 0 ? 12 : 4); count > 0; --count) {
      names reads, results, given;
      for (std::size_t inputs = below(6); inputs > 0; --inputs) {
        if (below(3) == 0) {
          reads.push_back("w" + std::to_string(++made_));
          parts.initializers.push_back(initializer(reads.back()));
          names_.push_back(reads.back());
        } else {
          reads.push_back(below(12) == 0 ? "" : any_name());
        }
      }
      for (std::size_t listed = below(4); listed > 0; --listed) given.push_back(one_attribute(nesting));
      for (std::size_t outputs = 1 + below(3); outputs > 0; --outputs) {
        results.push_back("y" + std::to_string(++made_));
      }
      parts.nodes.push_back(a_node(operation(), reads, results, given));
      names_.insert(names_.end(), results.begin(), results.end());
    }
  }

  std::string operation() {
    const std::size_t kind = below(16);
    if (kind == 0) return "If";
    if (kind == 1) return "Loop";
    if (kind == 2) return "custom.Unknown";
    const auto all = onnx::known_operators();
    return std::string{all[(below(256) * 256 + below(256)) % all.size()].name};
  }

  std::span<const std::uint8_t> bytes_;
  names names_;
  int made_ = 0;
};

}  // namespace
}  // namespace calib::fuzz

// What libFuzzer calls.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  calib::onnx::import_options options;
  options.allow_roofline = size % 2 != 0;
  if (size % 3 == 0) options.batch = size;
  calib::fuzz::import_and_write(calib::fuzz::builder({data, size}).model(), options);
  return 0;
}
