#pragma once
/// The C++ type that holds one number of a precision.

#include "calib/precision.hpp"

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

}  // namespace detail

template <Precision P>
using element_t = typename detail::element<P>::type;

}  // namespace calib::kernels
