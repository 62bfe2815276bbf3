#pragma once
/// Layers of one execution: what its steps cost, in the operations that calib knows.

#include <vector>

#include "onnx/import_options.hpp"
#include "onnx/lowered_call.hpp"
#include "onnx/trace.hpp"

namespace calib::onnx {

/// Throws a fault that lists all operators that are not known, or all values without sizes.
std::vector<numeric_layer> lower(trace& t, const import_options& options);

}  // namespace calib::onnx
