#pragma once
/// Elementwise operations over contiguous arrays: activations read one array and write one, add and mul read two.
/// A transcendental function counts as one FLOP; the counts are the arithmetic of the usual formula.

#include "calib/detail/text.hpp"
#include "calib/op/operation.hpp"

namespace calib::op {

template <Precision P, class Kind>
struct elementwise {
  CALIB_OPERATION(Kind::name, P, elements);

  constexpr cost work() const noexcept {
    const double count = calib::detail::product(elements);
    return {flops{Kind::flops_per_element * count}, bytes{Kind::arrays * element_bytes<P> * count}};
  }
};

template <detail::text Name, int FlopsPerElement, int Arrays>
struct elementwise_kind {
  static constexpr std::string_view name = Name.view();
  static constexpr int flops_per_element = FlopsPerElement, arrays = Arrays;
};

namespace kind {

// name, FLOPs of an element, arrays read and written
struct relu : elementwise_kind<"relu", 1, 2> {};
struct gelu : elementwise_kind<"gelu", 8, 2> {};
struct silu : elementwise_kind<"silu", 5, 2> {};
struct sigmoid : elementwise_kind<"sigmoid", 4, 2> {};
struct tanh : elementwise_kind<"tanh", 1, 2> {};
struct exp : elementwise_kind<"exp", 1, 2> {};
struct hardswish : elementwise_kind<"hardswish", 5, 2> {};
struct add : elementwise_kind<"add", 1, 3> {};
struct mul : elementwise_kind<"mul", 1, 3> {};

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
