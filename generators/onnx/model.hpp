#pragma once
/// An ONNX model in memory: what a network's sizes follow from, without the weights. Texts are views into the file,
/// which must stay mapped as long as the model is used.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace calib::onnx {

using shape = std::vector<std::int64_t>;

/// Elements of tensors whose contents are kept: shapes, axes, scales. Larger ones are weights.
inline constexpr std::size_t most_kept_elements = 1024;

/// A tensor that is in the file. Whole numbers beyond 2^53, which are no sizes, are kept as the nearest double.
struct tensor {
  std::string_view name;
  int type = 0;
  shape dims;
  std::optional<std::vector<double>> content;  ///< of small ones
};

struct graph;

struct attribute {
  std::string_view name;
  int type = 0;  ///< AttributeProto.AttributeType; 0 in files that do not say
  std::optional<std::int64_t> whole;
  std::optional<double> real;
  std::optional<std::string_view> text;
  std::vector<std::int64_t> wholes;  ///< the first ones of lists that are longer than most_kept_elements
  std::vector<double> reals;
  std::size_t listed = 0;  ///< how many the list has
  std::optional<tensor> value;
  std::shared_ptr<const graph> nested;
};

struct node {
  std::string_view name, op_type, domain;
  std::vector<std::string_view> inputs, outputs;  ///< empty texts: left out
  std::vector<attribute> attributes;

  [[nodiscard]] const attribute* find(std::string_view wanted) const noexcept;
  /// "Conv", "com.microsoft.FusedConv": without the domain where that is ONNX's own.
  [[nodiscard]] std::string operation() const;
  /// `node "conv1" (Conv)`, named by its first output where it has no name.
  [[nodiscard]] std::string place() const;
  /// Its name, or that of its first output.
  [[nodiscard]] std::string_view called() const noexcept;
};

/// A size of an input: a number, a name, or unknown.
struct dimension {
  std::int64_t value = -1;
  std::string_view param;
};

struct value_info {
  std::string_view name;
  int type = 0;
  std::optional<std::vector<dimension>> dims;
  bool is_tensor = true;
};

struct graph {
  std::string_view name;
  std::vector<node> nodes;  ///< each behind those whose results it reads
  std::vector<tensor> initializers;
  std::vector<value_info> inputs, outputs, values;
};

struct model {
  std::int64_t ir_version = 0;
  std::string_view producer;
  std::map<std::string_view, std::int64_t> opsets;  ///< version of each domain; "" is ONNX's own
  std::set<std::string> functions;                  ///< operators that the file defines itself: "domain.name"
  std::vector<std::string> missing_files;           ///< external ones with small tensors in them, at most a few
  graph main;

  [[nodiscard]] std::int64_t opset() const noexcept;
};

}  // namespace calib::onnx
