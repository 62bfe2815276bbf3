#pragma once
/// linear: Y[m,n] = max(X[m,k] · W[n,k]ᵀ + bias[n], 0), all dense and row-major; a backend may keep W in a layout of
/// its own. FLOPs 2mnk; bytes (mk + nk + mn) elements, each operand once: bias and ReLU are not counted.

#include "calib/op/gemm.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

template <Precision P>
struct operands<op::linear<P>> {
  using element = element_t<P>;
  using product = product_t<element>;

  op::linear<P> shape;
  aligned_buffer<element> x, w;
  aligned_buffer<sum_t<element>> bias;
  aligned_buffer<product> y;

  explicit operands(const op::linear<P>& s)
      : shape{s},
        x(saturated_product(s.m, s.k)),
        w(saturated_product(s.n, s.k)),
        bias(s.n),
        y(saturated_product(s.m, s.n)) {}

  auto activations() noexcept { return std::tie(y, x); }
  static std::size_t bytes(const op::linear<P>& s) noexcept {
    using buffer = aligned_buffer<element>;
    const std::size_t inputs = saturated_sum(
        buffer::bytes(saturated_product(s.m, s.k)),
        saturated_sum(buffer::bytes(saturated_product(s.n, s.k)), aligned_buffer<sum_t<element>>::bytes(s.n)));
    return saturated_sum(inputs, aligned_buffer<product>::bytes(saturated_product(s.m, s.n)));
  }
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    fill_random<element>(w, operand_seed(seed, 1));
    fill_addends<element>(bias, operand_seed(seed, 2));
    poison<product>(y);
  }
  prepared::check_result compare() const { return compare_linear<element>(shape.m, shape.n, shape.k, x, w, bias, y); }
};

}  // namespace calib::kernels
