#pragma once
/// Answers are the same bits whatever the processor: a compiler may not contract `a * b + c` into one fused
/// multiply-add, which rounds once where a multiplication and an addition round twice. g++ does by default where the
/// target has the instruction, clang where it is told to, and a constant expression never does.

#include "calib/detail/inline.hpp"

namespace calib::detail {

/// A product of numbers that are not negative, on its way into a sum. The absolute value changes nothing and stands
/// between the two. It is one instruction, also in a vector, and folds; pragmas and barriers of compilers either stop
/// folding or vectorisation, or are lost where a loop is vectorised.
CALIB_INLINE constexpr double rounded(double product) noexcept {
#if defined(__GNUC__)
  return __builtin_fabs(product);
#else
  return product > 0.0 ? product : 0.0;
#endif
}

/// The same for a product that is a factor of others. Here it is 0.0 that stands between: fused with it, a product is
/// rounded as by itself. An absolute value would tell the compiler that the factor is not negative, and it then drops
/// the absolute values of the products made of it.
CALIB_INLINE constexpr double rounded_factor(double product) noexcept { return product + 0.0; }

}  // namespace calib::detail
