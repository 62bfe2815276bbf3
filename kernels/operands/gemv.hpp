#pragma once
/// gemv: y[m] = A[m,k] · x[k], row-major and dense.
/// FLOPs 2mk; bytes (mk + k + m) elements: A is read once and never again, so beyond the caches this is a read of A.

#include "calib/op/gemm.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

template <Precision P>
struct operands<op::gemv<P>> {
  using element = element_t<P>;

  op::gemv<P> shape;
  aligned_buffer<element> a, x, y;

  explicit operands(const op::gemv<P>& s) : shape{s}, a(saturated_product(s.m, s.k)), x(s.k), y(s.m) {}

  static std::size_t bytes(const op::gemv<P>& s) noexcept {
    using buffer = aligned_buffer<element>;
    return saturated_sum(buffer::bytes(saturated_product(s.m, s.k)),
                         saturated_sum(buffer::bytes(s.k), buffer::bytes(s.m)));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(a, operand_seed(seed, 0));
    fill_random<element>(x, operand_seed(seed, 1));
    poison<element>(y);
  }
  prepared::check_result compare() const { return compare_gemv<element>(shape.m, shape.k, a, x, y); }
};

}  // namespace calib::kernels
