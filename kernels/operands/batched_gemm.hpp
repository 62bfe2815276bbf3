#pragma once
/// batched_gemm: C[b] = A[b] · B[b] for each b of the batch, each dense and row-major, one behind the other.
/// FLOPs 2·batch·mnk; bytes batch·(mk + kn + mn) elements, each operand once.

#include <algorithm>

#include "calib/op/gemm.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

template <Precision P>
struct operands<op::batched_gemm<P>> {
  using element = element_t<P>;
  using product = product_t<element>;

  op::batched_gemm<P> shape;
  aligned_buffer<element> a, b;
  aligned_buffer<product> c;

  explicit operands(const op::batched_gemm<P>& s)
      : shape{s}, a(size(s.batch, s.m, s.k)), b(size(s.batch, s.k, s.n)), c(size(s.batch, s.m, s.n)) {}

  auto activations() noexcept { return std::tie(c, a, b); }
  static std::size_t bytes(const op::batched_gemm<P>& s) noexcept {
    using buffer = aligned_buffer<element>;
    return saturated_sum(
        buffer::bytes(size(s.batch, s.m, s.k)),
        saturated_sum(buffer::bytes(size(s.batch, s.k, s.n)), aligned_buffer<product>::bytes(size(s.batch, s.m, s.n))));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(a, operand_seed(seed, 0));
    fill_random<element>(b, operand_seed(seed, 1));
    poison<product>(c);
  }
  /// Calls `multiply(a, b, c)` with the matrices of each product.
  template <class Multiply>
  void for_each_product(Multiply&& multiply) {
    for (std::size_t i = 0; i < shape.batch; ++i) {
      multiply(a.data() + i * shape.m * shape.k, b.data() + i * shape.k * shape.n, c.data() + i * shape.m * shape.n);
    }
  }
  prepared::check_result compare() const {
    const auto part = [](const auto& all, std::size_t i, std::size_t count) {
      return std::span{all.data() + i * count, count};
    };
    prepared::check_result worst{0.0, rounding_bound<element>(shape.k)};
    for (std::size_t i = 0; i < shape.batch; ++i) {
      const auto one = compare_gemm<element>(shape.m, shape.n, shape.k, part(a, i, shape.m * shape.k),
                                             part(b, i, shape.k * shape.n), part(c, i, shape.m * shape.n));
      if (!one.ok()) return one;
      worst.difference = std::max(worst.difference, one.difference);
    }
    return worst;
  }

 private:
  static constexpr std::size_t size(std::size_t batch, std::size_t rows, std::size_t cols) noexcept {
    return saturated_product(batch, saturated_product(rows, cols));
  }
};

}  // namespace calib::kernels
