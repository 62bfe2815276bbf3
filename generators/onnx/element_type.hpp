#pragma once
/// The number formats of ONNX tensors, as TensorProto.DataType numbers them.

#include <string>

#include "calib/precision.hpp"

namespace calib::onnx::element {

inline constexpr int unknown = 0, f32 = 1, u8 = 2, i8 = 3, u16 = 4, i16 = 5, i32 = 6, i64 = 7, text = 8, boolean = 9,
                     f16 = 10, f64 = 11, u32 = 12, u64 = 13, bf16 = 16;

/// Of an element in memory; those of texts and unknown formats count as 4.
double bytes_of(int type) noexcept;

/// What operations on such tensors are priced in: whole numbers of 32 and 64 bits, and truth values, as f32.
precision precision_of(int type) noexcept;

/// "float32", "int8"; the number where it has no name.
std::string name_of(int type);

bool is_eight_bits(int type) noexcept;  ///< i8 or u8
bool is_whole(int type) noexcept;

}  // namespace calib::onnx::element
