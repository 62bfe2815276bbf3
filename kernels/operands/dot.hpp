#pragma once
/// dot: the inner product of x and y. FLOPs 2n; bytes 2n elements, all loads.

#include <cmath>

#include "calib/op/gemm.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

template <Precision P>
struct operands<op::dot<P>> {
  using element = element_t<P>;

  op::dot<P> shape;
  aligned_buffer<element> x, y;
  element result{};

  explicit operands(const op::dot<P>& s) : shape{s}, x(s.elements), y(s.elements) {}

  static std::size_t bytes(const op::dot<P>& s) noexcept {
    return saturated_product(2, aligned_buffer<element>::bytes(s.elements));
  }
  /// Each y takes the sign of its x: the result grows with every term, so that a missing part shows at any length.
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(x, operand_seed(seed, 0));
    fill_random<element>(y, operand_seed(seed, 1));
    for (std::size_t i = 0; i < shape.elements; ++i) y[i] = std::copysign(y[i], x[i]);
    poison<element>({&result, 1});
  }
  prepared::check_result compare() const { return compare_dot<element>(x, y, result); }
};

}  // namespace calib::kernels
