#pragma once
/// Attention composed of OpenBLAS' products and Eigen's softmax of rows, as a program without a fused kernel has it.
/// The products run on OpenBLAS' threads, the softmax on one.

#include <algorithm>
#include <cmath>

#include "kernels/eigen/rows.hpp"
#include "kernels/openblas/products.hpp"
#include "kernels/operands/attention.hpp"

namespace calib::kernels::openblas {

/// Scores are computed for so many queries at a time: enough for an efficient product, few enough for the scores of
/// some thousand positions to stay in a cache, and for a prompt to be spared most of what its mask hides.
inline constexpr std::size_t most_queries = 64;

template <Attention Op>
class attention_body {
 public:
  explicit attention_body(const Op& shape) : geometry_{attention_of(shape)}, scores_(scores(geometry_)) {
    blas_size(std::max(geometry_.positions, geometry_.head_dim));  // throws where a product could not count them
  }

  static std::size_t workspace_bytes(const Op& shape) noexcept {
    return aligned_buffer<element>::bytes(scores(attention_of(shape)));
  }

  void operator()(operands<Op>& x) {
    const attention& g = geometry_;
    for (std::size_t head = 0; head < g.kv_heads; ++head) {
      const std::size_t cache = head * g.positions * g.head_dim;
      for (std::size_t row = 0; row < g.rows(); row += most_queries) {
        const std::size_t query = (head * g.rows() + row) * g.head_dim;
        attend(row, x.q.data() + query, x.k.data() + cache, x.v.data() + cache, x.result.data() + query);
      }
    }
  }

 private:
  using element = typename operands<Op>::element;
  static constexpr auto gemm = blas_gemm<typename Op::precision_type>;
  static constexpr auto gemv = blas_gemv<typename Op::precision_type>;

  static constexpr std::size_t scores(const attention& g) noexcept {
    return saturated_product(std::min(g.rows(), most_queries), g.positions);
  }

  /// The queries from `row` on, which begin at `q`.
  void attend(std::size_t row, const element* q, const element* k, const element* v, element* result) {
    const attention& g = geometry_;
    const std::size_t rows = std::min(g.rows() - row, most_queries);
    std::size_t seen = 0;  // by any of them
    for (std::size_t i = 0; i < rows; ++i) seen = std::max(seen, g.seen(row + i));

    const auto m = static_cast<blasint>(rows), n = static_cast<blasint>(seen);
    const auto d = static_cast<blasint>(g.head_dim);
    element* const s = scores_.data();
    const element scale = element{1} / std::sqrt(static_cast<element>(g.head_dim));
    if (m == 1) {  // of one row OpenBLAS' gemm makes no gemv, and would copy all keys and values
      gemv(CblasRowMajor, CblasNoTrans, n, d, scale, k, d, q, 1, 0, s, 1);
    } else {
      gemm(CblasRowMajor, CblasNoTrans, CblasTrans, m, n, d, scale, q, d, k, d, 0, s, n);
    }
    for (std::size_t i = 0; i < rows; ++i) eigen::softmax_of_first(g.seen(row + i), seen, s + i * seen);
    if (m == 1) {
      gemv(CblasRowMajor, CblasTrans, n, d, 1, v, d, s, 1, 0, result, 1);
    } else {
      gemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, m, d, n, 1, s, n, v, d, 0, result, d);
    }
  }

  attention geometry_;
  aligned_buffer<element> scores_;
};

}  // namespace calib::kernels::openblas
