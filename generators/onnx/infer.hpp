#pragma once
/// Rules of shape inference: each gives the results of one kind of node their sizes, formats and, where they are small
/// and follow from contents, their contents. The table in operators.cpp says which nodes a rule is for.

#include "onnx/call.hpp"

namespace calib::onnx {

// Elementwise (infer_elementwise.cpp).
void infer_same(call& c);       ///< sizes and format of the first input
void infer_truth(call& c);      ///< its sizes, truth values
void infer_unary(call& c);      ///< as infer_same, with contents
void infer_broadcast(call& c);  ///< what all inputs broadcast to
void infer_compare(call& c);
void infer_where(call& c);
void infer_cast(call& c);
void infer_dropout(call& c);

// Sizes and places of elements (infer_layout.cpp, infer_selection.cpp).
void infer_constant(call& c);
void infer_constant_of_shape(call& c);
void infer_range(call& c);
void infer_shape(call& c);
void infer_size(call& c);
void infer_reshape(call& c);
void infer_flatten(call& c);
void infer_squeeze(call& c);
void infer_unsqueeze(call& c);
void infer_transpose(call& c);
void infer_expand(call& c);
void infer_tile(call& c);
void infer_concat(call& c);
void infer_split(call& c);
void infer_slice(call& c);
void infer_gather(call& c);
void infer_gather_elements(call& c);
void infer_gather_nd(call& c);
void infer_pad(call& c);
void infer_resize(call& c);
void infer_depth_to_space(call& c);
void infer_space_to_depth(call& c);
void infer_one_hot(call& c);
void infer_top_k(call& c);

// Sums over axes (infer_reduction.cpp).
void infer_reduce(call& c);
void infer_arg_reduce(call& c);
void infer_layer_norm(call& c);
void infer_skip_layer_norm(call& c);
void infer_batch_norm(call& c);

// Networks that go along a sequence (infer_recurrent.cpp).
void infer_recurrent(call& c);

// Windows (infer_windows.cpp).
void infer_conv(call& c);
void infer_conv_integer(call& c);
void infer_qlinear_conv(call& c);
void infer_conv_transpose(call& c);
void infer_pool(call& c);
void infer_global_pool(call& c);

// Products (infer_products.cpp).
void infer_matmul(call& c);
void infer_matmul_integer(call& c);
void infer_qlinear_matmul(call& c);
void infer_matmul_to_float(call& c);
void infer_gemm(call& c);
void infer_qgemm(call& c);
void infer_matmul_nbits(call& c);  ///< weights of few bits: sizes are attributes

// Formats of eight bits (infer_quantised.cpp).
void infer_quantize(call& c);
void infer_dequantize(call& c);
void infer_dynamic_quantize(call& c);
void infer_qlinear_binary(call& c);

}  // namespace calib::onnx
