#pragma once
/// Eigen's elementwise functions behind plain functions, for the reason products.hpp gives. Kind is the operation's, of
/// op/elementwise.hpp; T is float or double; arrays are dense and do not overlap.

#include <cstddef>

#include "calib/op/elementwise.hpp"

namespace calib::kernels::eigen {

/// result = f(x)
template <class Kind, class T>
void apply(std::size_t n, const T* x, T* result);

/// result = f(left, right)
template <class Kind, class T>
void apply(std::size_t n, const T* left, const T* right, T* result);

}  // namespace calib::kernels::eigen
