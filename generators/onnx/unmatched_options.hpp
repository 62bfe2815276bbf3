#pragma once
/// Options that name nothing in the model: somebody misspelt what they meant.

#include "onnx/import_options.hpp"
#include "onnx/model.hpp"

namespace calib::onnx {

/// Throws a fault for the first cost, branch or number of rounds whose operator, If or Loop the model does not have.
void refuse_unmatched(const model& of, const import_options& options);

}  // namespace calib::onnx
