#pragma once
/// Layers of one execution: what its steps cost, in the operations that calib knows.

#include <vector>

#include "onnx/import_options.hpp"
#include "onnx/lowered_call.hpp"
#include "onnx/stated_costs.hpp"
#include "onnx/trace.hpp"

namespace calib::onnx {

/// `stated` works are those of operators that would not be known. Throws a fault that lists all that are not, or all
/// values without sizes.
std::vector<numeric_layer> lower(trace& t, const import_options& options, const operator_works& stated);

}  // namespace calib::onnx
