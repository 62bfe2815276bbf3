#pragma once
/// Elementwise operations: result = f(left), or left + right, left · right. FLOPs as op/elementwise.hpp states them;
/// bytes 2n elements, or 3n.
///
/// Tolerances. Sums and products round once or twice per term. Libraries' exponentials and hyperbolic tangents are off
/// by a few units in the last place, and the rounding of an argument x comes back multiplied by |x|, at most 6 here.
/// 64 roundings cover that with a margin, and are far below any error of formula or of lower precision (2^-9 for bf16,
/// 2^-11 for tf32). Functions of bf16 are computed in f32 and rounded once more.

#include <cmath>
#include <limits>
#include <type_traits>

#include "calib/op/elementwise.hpp"
#include "kernels/operands/operands.hpp"

namespace calib::kernels {

/// f(x), and the magnitude of the terms it is the sum of.
struct term_sum {
  double value, magnitude;
};

inline term_sum reference(op::kind::relu, double x) noexcept { return {std::fmax(x, 0.0), std::fabs(x)}; }
inline term_sum reference(op::kind::sigmoid, double x) noexcept {
  const double y = 1.0 / (1.0 + std::exp(-x));
  return {y, y};
}
inline term_sum reference(op::kind::silu, double x) noexcept {
  const double y = x / (1.0 + std::exp(-x));
  return {y, std::fabs(y)};
}
inline term_sum reference(op::kind::tanh, double x) noexcept { return {std::tanh(x), std::fabs(std::tanh(x))}; }
inline term_sum reference(op::kind::exp, double x) noexcept { return {std::exp(x), std::exp(x)}; }
inline term_sum reference(op::kind::hardswish, double x) noexcept {
  const double clamped = std::fmin(std::fmax(x + 3.0, 0.0), 6.0);
  return {x * clamped / 6.0, std::fabs(x) * (std::fabs(x) + 3.0) / 6.0};
}
inline term_sum reference(op::kind::gelu, double x) noexcept {
  constexpr double root_two_over_pi = 0.79788456080286535588;
  const double bend = std::tanh(root_two_over_pi * (x + 0.044715 * x * x * x));
  return {0.5 * x * (1.0 + bend), 0.5 * std::fabs(x) * (1.0 + std::fabs(bend))};
}
inline term_sum reference(op::kind::add, double x, double y) noexcept { return {x + y, std::fabs(x) + std::fabs(y)}; }
inline term_sum reference(op::kind::mul, double x, double y) noexcept { return {x * y, std::fabs(x * y)}; }

/// The tolerance of functions made of exponentials.
template <class T>
inline constexpr double function_bound = 32 * static_cast<double>(std::numeric_limits<sum_t<T>>::epsilon()) +
                                         (std::is_same_v<T, sum_t<T>>
                                              ? 0.0
                                              : static_cast<double>(std::numeric_limits<T>::epsilon()) / 2);

template <Precision P, class Kind>
struct operands<op::elementwise<P, Kind>> {
  using element = element_t<P>;

  static constexpr bool has_right = Kind::arrays == 3;
  static constexpr bool only_arithmetic =
      has_right || std::is_same_v<Kind, op::kind::relu> || std::is_same_v<Kind, op::kind::hardswish>;

  op::elementwise<P, Kind> shape;
  aligned_buffer<element> left, right, result;

  explicit operands(const op::elementwise<P, Kind>& s)
      : shape{s}, left(s.elements), right(has_right ? s.elements : 0), result(s.elements) {}

  auto activations() noexcept { return std::tie(result, left, right); }
  static std::size_t bytes(const op::elementwise<P, Kind>& s) noexcept {
    return saturated_product(Kind::arrays, aligned_buffer<element>::bytes(s.elements));
  }
  /// In (-6, 6): every branch of hardswish is taken and the others come near their limits.
  void fill(std::uint64_t seed) noexcept {
    fill_random<element>(left, operand_seed(seed, 0));
    fill_random<element>(right, operand_seed(seed, 1));
    for (element& x : std::span<element>{left}) x = static_cast<element>(6 * static_cast<sum_t<element>>(x));
    poison<element>(result);
  }
  prepared::check_result compare() const {
    const double tolerance = only_arithmetic ? rounding_bound<element>(4) : function_bound<element>;
    if (any_nan<element>(result)) return {std::numeric_limits<double>::quiet_NaN(), tolerance};
    worst_difference worst;
    for_each_sampled(shape.elements, [&](std::size_t i) {
      const term_sum want = expected(i);
      worst.add(static_cast<double>(result[i]), want.value, want.magnitude);
    });
    return {worst.value(), tolerance};
  }

 private:
  term_sum expected(std::size_t i) const noexcept {
    if constexpr (has_right)
      return reference(Kind{}, static_cast<double>(left[i]), static_cast<double>(right[i]));
    else
      return reference(Kind{}, static_cast<double>(left[i]));
  }
};

}  // namespace calib::kernels
