#pragma once
/// What one node, or a model of a few, is inferred to make.

#include <string>
#include <vector>

#include "model_writer.hpp"
#include "onnx/error.hpp"
#include "onnx/evaluate.hpp"
#include "onnx/import_onnx.hpp"
#include "onnx/model_reader.hpp"

namespace calib::onnx::test {

/// A value as its sizes and content: {} and no content where they are not known.
struct result {
  bool known = false;
  shape dims{};
  numbers content{};
  int type = 0;
};

/// The value called `name` when the model is executed at the sizes that its inputs state.
inline result inferred(const std::string& bytes, const std::string& name, const import_options& options = {}) {
  const model m = read_model(bytes);
  given_sizes given;
  for (const value_info* const v : open_inputs(m.main)) {
    shape dims;
    for (const dimension& d : *v->dims) dims.push_back(d.value);
    given.inputs.push_back(dims);
  }
  const trace t = evaluate(m, given, options);
  for (const value& v : t.values) {
    if (v.name != name) continue;
    return {v.dims.has_value(), v.dims.value_or(shape{}), v.content.value_or(numbers{}), v.type};
  }
  throw std::logic_error("no value " + name);
}

/// The result "y" of one node that reads inputs x0, x1, ... of these sizes, and initializers.
inline result inferred_node(const std::string& op, const std::vector<sizes>& inputs, const names& attributes = {},
                            const names& initializer_names = {}, const names& initializers = {},
                            std::int64_t opset = 13) {
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
  return inferred(a_model(parts, opset), "y");
}

/// The sentence of the onnx_error that the import of these bytes ends with; empty where it succeeds.
inline std::string error_of(const std::string& bytes, const import_options& options = {}) {
  try {
    import_onnx(bytes, "model.onnx", options);
  } catch (const onnx_error& error) {
    return error.what();
  }
  return "";
}

}  // namespace calib::onnx::test
