#pragma once
/// Shapes of values that the file leaves out, as results of custom operators: from the user, as if the file stated
/// them.

#include "onnx/import_options.hpp"
#include "onnx/model.hpp"

namespace calib::onnx {

/// Adds them to the graph, which from then on reads `options`. Throws onnx_error for a dimension that is neither a
/// number nor one of the graph's open ones.
void state_shapes(model& of, const import_options& options);

}  // namespace calib::onnx
