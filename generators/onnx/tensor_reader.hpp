#pragma once
/// TensorProto: name, format and sizes of a tensor, and the numbers of small ones.

#include "onnx/external_files.hpp"
#include "onnx/limits.hpp"
#include "onnx/model.hpp"
#include "onnx/wire.hpp"

namespace calib::onnx {

/// Throws a fault where sizes are negative, where there is raw data of another length than they ask for, and for
/// formats that ONNX does not have. Small tensors in external files are read from `files`; without them they have no
/// content.
tensor read_tensor(message&& bytes, part_count& parts, external_files* files = nullptr);

/// SparseTensorProto: as the dense tensor of its sizes.
tensor read_sparse_tensor(message&& bytes, part_count& parts);

/// The product of the sizes. Throws a fault where it is beyond 2^53, or where a size is negative.
std::size_t elements(const shape& dims, std::string_view name);

}  // namespace calib::onnx
