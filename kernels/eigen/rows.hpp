#pragma once
/// Operations on the rows of x[rows,cols] with Eigen behind plain functions, for the reason products.hpp gives. Kind is
/// the operation's, of op/normalization.hpp; T is float or double; arrays are dense and do not overlap. Each row passes
/// through the caches once, however often it is read.

#include <cstddef>

#include "calib/op/normalization.hpp"

namespace calib::kernels::eigen {

/// Vectors of `cols` elements, of which an operation reads those that it has, and what keeps it from dividing by zero.
template <class T>
struct row_parameters {
  const T* scale;
  const T* shift;
  T epsilon;
};

template <class Kind, class T>
void apply_to_rows(std::size_t rows, std::size_t cols, const T* x, const row_parameters<T>& parameters, T* result);

/// softmax in place, of the first elements of one row; the others become 0.
template <class T>
void softmax_of_first(std::size_t count, std::size_t cols, T* row);

}  // namespace calib::kernels::eigen
