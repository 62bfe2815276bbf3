#pragma once
/// Formats of eight bits around products.

#include "onnx/lowered_call.hpp"

namespace calib::onnx {

/// What a product of inputs `left` and `right` is computed in: eight bits where both come from DequantizeLinear, u8
/// where the left one did from that, else the format of the result.
calib::precision product_precision(const lowered_call& c, std::size_t left, std::size_t right);

/// Whether the step is a product or convolution in formats of eight bits: one made for them, or one whose operands are
/// both dequantised.
bool is_quantised_product(const trace& t, const step& s);

}  // namespace calib::onnx
