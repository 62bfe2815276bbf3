#pragma once
/// The sizes of matrix products.

#include "onnx/call.hpp"

namespace calib::onnx {

/// `batch` products of m x k by k x n. Where the right operand has no batch of its own, `shared_right`.
struct product_sizes {
  std::int64_t batch = 1, m = 1, n = 1, k = 1;
  bool shared_right = false;
  shape result;
};

/// As numpy.matmul multiplies inputs `left` and `right`; FusedMatMul may transpose the last two axes of either.
product_sizes matmul_sizes(const call& c, std::size_t left, std::size_t right);

/// As Gemm does, with transA and transB.
product_sizes gemm_sizes(const call& c, std::size_t right = 1);

}  // namespace calib::onnx
