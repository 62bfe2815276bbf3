#pragma once
/// ModelProto: graph, nodes, attributes, sizes. Only the fields that sizes follow from are read.

#include <string_view>

#include "onnx/external_files.hpp"
#include "onnx/model.hpp"

namespace calib::onnx {

/// The model whose texts are views into `file`. Throws a fault for what is no model, for nodes in a circle, for names
/// that nothing makes, and for more parts than limits.hpp allows. Small tensors outside the file come from `files`.
model read_model(std::string_view file, external_files* files = nullptr);

}  // namespace calib::onnx
