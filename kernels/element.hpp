#pragma once
/// The C++ types that hold one number of a precision.

#include <cstdint>
#include <type_traits>

#include "calib/precision.hpp"
#include "kernels/bfloat16.hpp"

namespace calib::kernels {

namespace detail {

template <Precision P>
struct element;
template <>
struct element<f32> {
  using type = float;
};
template <>
struct element<f64> {
  using type = double;
};
template <>
struct element<bf16> {
  using type = bfloat16;
};
template <>
struct element<i8> {
  using type = std::int8_t;
};

template <class T>
struct sum {
  using type = T;
};
template <>
struct sum<bfloat16> {
  using type = float;
};
template <>
struct sum<std::int8_t> {
  using type = std::int32_t;
};

}  // namespace detail

template <Precision P>
using element_t = typename detail::element<P>::type;

/// What products of T are summed in, and parameters added to such sums are stored in: bf16 is a format for large
/// arrays, beside which biases, scales and means stay f32.
template <class T>
using sum_t = typename detail::sum<T>::type;

/// What a matrix product or convolution of T leaves: T, but 32 bits for integers, as scaling them back to eight is
/// another operation's work.
template <class T>
using product_t = std::conditional_t<std::is_integral_v<T>, sum_t<T>, T>;

}  // namespace calib::kernels
