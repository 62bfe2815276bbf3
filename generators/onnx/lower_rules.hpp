#pragma once
/// What nodes become: one rule for each kind. The table in operators.cpp says which nodes a rule is for.
///
/// | nodes | layers |
/// |---|---|
/// | convolutions of images and sequences | conv2d, conv1d, with bias where there is one |
/// | products with a weight | linear; of two activations gemm, batched_gemm |
/// | activations of which calib has tables | those |
/// | Clip, LeakyRelu, Abs, ... | relu, their name as the kind |
/// | Erf, Sqrt, Pow, ... | tanh, their name as the kind |
/// | two activations | mul, and add for all others, with their name as the kind |
/// | an activation and a constant | bias_add for a vector along the last axis, else relu |
/// | reductions | reduce_sum; global_avg_pool for means over images |
/// | moves | copy, concat, transpose, gather |
/// | what only renames sizes | reshape, which takes no time |

#include "onnx/lowered_call.hpp"

namespace calib::onnx {

// Products (lower_products.cpp, lower_conv.cpp).
void lower_conv(lowered_call& c);
void lower_qlinear_conv(lowered_call& c);
void lower_conv_transpose(lowered_call& c);
void lower_gemm(lowered_call& c);
void lower_qgemm(lowered_call& c);
void lower_matmul(lowered_call& c);
void lower_matmul_integer(lowered_call& c);
void lower_matmul_to_float(lowered_call& c);
void lower_qlinear_matmul(lowered_call& c);
void lower_matmul_nbits(lowered_call& c);

// Elementwise (lower_elementwise.cpp).
void lower_activation(lowered_call& c);  ///< those of which calib has tables
void lower_cheap(lowered_call& c);       ///< relu with a kind
void lower_function(lowered_call& c);    ///< tanh with a kind
void lower_binary(lowered_call& c);
void lower_qlinear_binary(lowered_call& c);
void lower_bias_gelu(lowered_call& c);

// Over rows and planes (lower_rows.cpp, lower_pool.cpp).
void lower_softmax(lowered_call& c);
void lower_layer_norm(lowered_call& c);
void lower_rms_norm(lowered_call& c);
void lower_row_norm(lowered_call& c);  ///< rms_norm with a kind
void lower_skip_layer_norm(lowered_call& c);
void lower_reduce(lowered_call& c);
void lower_arg_reduce(lowered_call& c);
void lower_batch_norm(lowered_call& c);
void lower_lrn(lowered_call& c);
void lower_max_pool(lowered_call& c);
void lower_avg_pool(lowered_call& c);
void lower_global_avg_pool(lowered_call& c);
void lower_global_max_pool(lowered_call& c);

// Moves (lower_moves.cpp).
void lower_free(lowered_call& c);
void lower_copy(lowered_call& c);    ///< reads its first operand, writes its results
void lower_picked(lowered_call& c);  ///< reads no more than it writes
void lower_filled(lowered_call& c);  ///< written, and nothing read
void lower_cast(lowered_call& c);
void lower_concat(lowered_call& c);
void lower_transpose(lowered_call& c);
void lower_gather(lowered_call& c);
void lower_gather_elements(lowered_call& c);

// Formats of eight bits (lower_quantised.cpp).
void lower_quantize(lowered_call& c);
void lower_dequantize(lowered_call& c);

}  // namespace calib::onnx
