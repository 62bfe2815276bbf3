#pragma once
/// Shapes of values that the file leaves out, as results of custom operators: from the user, as if the file stated
/// them.

#include "onnx/import_options.hpp"
#include "onnx/model.hpp"
#include "onnx/symbols.hpp"

namespace calib::onnx {

/// Adds them to the graph, which from then on reads `options` and `open`, its open sizes. Throws onnx_error for a
/// dimension that is neither a number nor an open one, by its name in the file or that of its symbol.
void state_shapes(model& of, const open_sizes& open, const import_options& options);

}  // namespace calib::onnx
