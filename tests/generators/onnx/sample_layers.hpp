#pragma once
/// Layers of small models, written as text that tests compare.

#include <string>
#include <vector>

#include "calib/precision.hpp"
#include "inferred.hpp"
#include "profile_io/operations.hpp"

namespace calib::onnx::test {

inline std::string text_of(const network_size& size, const network_io::network_data& network) {
  std::string text = std::to_string(size.factor);
  for (std::size_t s = 0; s < network.symbols.size(); ++s) {
    for (int p = 0; p < size.powers[s]; ++p) text += "*" + network.symbols[s].name;
  }
  return text;
}

/// "conv2d f32 batch=1*batch in_channels=3 ..." without dimensions that are at their usual value; "[Kind]" behind the
/// operation, "+bias", "x3" and "parameters=7" where there are such.
inline std::string text_of(const network_io::layer_data& layer, const network_io::network_data& network) {
  std::string text = layer.operation;
  if (!layer.kind.empty()) text += "[" + layer.kind + "]";
  if (layer.precision != precision::f32) text += " " + std::string{facts(layer.precision).name};
  const auto dimensions = profile_io::dimensions_of_any(layer.operation);
  for (std::size_t i = 0; i < layer.sizes.size(); ++i) {
    const std::string name = dimensions ? std::string{(*dimensions)[i]} : i == 0 ? "flops" : "bytes";
    const auto usual = profile_io::usual_value(layer.operation, name);
    if (usual && layer.sizes[i] == network_size{*usual, {}}) continue;
    text += " " + name + "=" + text_of(layer.sizes[i], network);
  }
  if (layer.bias) text += " +bias";
  if (layer.times != 1) text += " x" + std::to_string(layer.times);
  if (layer.parameters) text += " parameters=" + std::to_string(*layer.parameters);
  return text;
}

/// All layers of a model.
inline std::vector<std::string> layers_of(const std::string& bytes, const import_options& options = {}) {
  const auto result = import_onnx(bytes, "model.onnx", options);
  std::vector<std::string> texts;
  for (const auto& layer : result.network.layers) texts.push_back(text_of(layer, result.network));
  return texts;
}

/// Those of one node with the result "y", which reads inputs x0, x1, ... of these sizes, then initializers. Inputs
/// begin with 2: the batch is a number.
inline std::vector<std::string> layers_of_node(const std::string& op, const std::vector<sizes>& inputs,
                                               const names& attributes = {}, const names& initializer_names = {},
                                               const names& initializers = {}, std::int64_t opset = 13) {
  graph_parts parts;
  names reads;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    reads.push_back("x" + std::to_string(i));
    std::vector<size> dims(inputs[i].begin(), inputs[i].end());
    parts.inputs.push_back(info(reads.back(), 1, dims));
  }
  reads.insert(reads.end(), initializer_names.begin(), initializer_names.end());
  parts.nodes = {a_node(op, reads, {"y"}, attributes)};
  parts.outputs = {info("y")};
  parts.initializers = initializers;
  return layers_of(a_model(parts, opset));
}

}  // namespace calib::onnx::test
