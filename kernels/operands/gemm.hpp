#pragma once
/// gemm: C[m,n] = A[m,k] · B[k,n], row-major and dense.
/// FLOPs 2mnk; bytes (mk + kn + mn) elements, each operand once.

#include "calib/op/gemm.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

template <Precision P>
struct operands<op::gemm<P>> {
  using element = element_t<P>;
  using product = product_t<element>;

  op::gemm<P> shape;
  aligned_buffer<element> a, b;
  aligned_buffer<product> c;

  explicit operands(const op::gemm<P>& s)
      : shape{s}, a(saturated_product(s.m, s.k)), b(saturated_product(s.k, s.n)), c(saturated_product(s.m, s.n)) {}

  auto activations() noexcept { return std::tie(c, a); }
  static std::size_t bytes(const op::gemm<P>& s) noexcept {
    using buffer = aligned_buffer<element>;
    return saturated_sum(buffer::bytes(saturated_product(s.m, s.k)),
                         saturated_sum(buffer::bytes(saturated_product(s.k, s.n)),
                                       aligned_buffer<product>::bytes(saturated_product(s.m, s.n))));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(a, operand_seed(seed, 0));
    fill_random<element>(b, operand_seed(seed, 1));
    poison<product>(c);
  }
  prepared::check_result compare() const { return compare_gemm<element>(shape.m, shape.n, shape.k, a, b, c); }
};

}  // namespace calib::kernels
