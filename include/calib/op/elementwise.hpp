#pragma once
/// Elementwise operations over contiguous arrays: activations read one array and write one, add and mul read two.
/// A transcendental function counts as one FLOP; the counts are the arithmetic of the usual formula.

#include "calib/op/operation.hpp"

namespace calib::op {

template <Precision P, class Kind>
struct elementwise {
  std::size_t elements;

  using precision_type = P;
  static constexpr std::string_view name = Kind::name;
  static constexpr std::array<std::string_view, 1> dimensions{"elements"};

  constexpr std::array<std::size_t, 1> dims() const noexcept { return {elements}; }
  constexpr cost work() const noexcept {
    const double count = calib::detail::product(elements);
    return {flops{Kind::flops_per_element * count}, bytes{Kind::arrays * element_bytes<P> * count}};
  }
};

namespace kind {

// clang-format off
struct relu      { static constexpr std::string_view name = "relu";      static constexpr int flops_per_element = 1, arrays = 2; };
struct gelu      { static constexpr std::string_view name = "gelu";      static constexpr int flops_per_element = 8, arrays = 2; };
struct silu      { static constexpr std::string_view name = "silu";      static constexpr int flops_per_element = 5, arrays = 2; };
struct sigmoid   { static constexpr std::string_view name = "sigmoid";   static constexpr int flops_per_element = 4, arrays = 2; };
struct tanh      { static constexpr std::string_view name = "tanh";      static constexpr int flops_per_element = 1, arrays = 2; };
struct exp       { static constexpr std::string_view name = "exp";       static constexpr int flops_per_element = 1, arrays = 2; };
struct hardswish { static constexpr std::string_view name = "hardswish"; static constexpr int flops_per_element = 5, arrays = 2; };
struct add       { static constexpr std::string_view name = "add";       static constexpr int flops_per_element = 1, arrays = 3; };
struct mul       { static constexpr std::string_view name = "mul";       static constexpr int flops_per_element = 1, arrays = 3; };
// clang-format on

}  // namespace kind

template <Precision P>
using relu = elementwise<P, kind::relu>;  ///< max(x, 0)
template <Precision P>
using gelu = elementwise<P, kind::gelu>;  ///< tanh form: 0.5x(1 + tanh(√(2/π)(x + 0.0447x³)))
template <Precision P>
using silu = elementwise<P, kind::silu>;  ///< x · sigmoid(x)
template <Precision P>
using sigmoid = elementwise<P, kind::sigmoid>;  ///< 1 / (1 + exp(-x))
template <Precision P>
using tanh = elementwise<P, kind::tanh>;  ///< tanh(x)
template <Precision P>
using exp = elementwise<P, kind::exp>;  ///< exp(x)
template <Precision P>
using hardswish = elementwise<P, kind::hardswish>;  ///< x · clamp(x + 3, 0, 6) / 6
template <Precision P>
using add = elementwise<P, kind::add>;  ///< a + b
template <Precision P>
using mul = elementwise<P, kind::mul>;  ///< a · b

}  // namespace calib::op
