#pragma once
/// axpy: y += a·x. FLOPs 2n; bytes 3n elements: x and y loaded, y stored (its line is in the cache by then, so there
/// is no write-allocate traffic beyond that).

#include <cmath>

#include "calib/op/gemm.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

template <Precision P>
struct operands<op::axpy<P>> {
  using element = element_t<P>;

  /// Repeats add up. y stops growing where one more step rounds away, near 2^24 (f32): never infinite.
  static constexpr element factor = element{0.75};

  op::axpy<P> shape;
  aligned_buffer<element> x, y;
  std::uint64_t y_seed = 0;

  explicit operands(const op::axpy<P>& s) : shape{s}, x(s.elements), y(s.elements) {}

  static std::size_t bytes(const op::axpy<P>& s) noexcept {
    return saturated_product(2, aligned_buffer<element>::bytes(s.elements));
  }
  void fill(std::uint64_t seed) noexcept {
    y_seed = operand_seed(seed, 1);
    fill_random<element>(x, operand_seed(seed, 0));
    fill_random<element>(y, y_seed);
  }
  /// Two terms: y and a·x, whose product may be rounded or fused.
  prepared::check_result compare() const {
    worst_difference worst;
    for_each_sampled(shape.elements, [&](std::size_t i) {
      const double term = static_cast<double>(factor) * static_cast<double>(x[i]);
      const double before = static_cast<double>(random_element<element>(y_seed, i));
      worst.add(static_cast<double>(y[i]), before + term, std::fabs(before) + std::fabs(term));
    });
    return {worst.value(), rounding_bound<element>(2)};
  }
};

}  // namespace calib::kernels
