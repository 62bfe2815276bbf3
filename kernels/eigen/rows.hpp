#pragma once
/// Operations on the rows of x[rows,cols] with Eigen behind plain functions, for the reason products.hpp gives. T is
/// float or double; arrays are dense and do not overlap. Each row passes through the caches once, however often it is
/// read.

#include <cstddef>

namespace calib::kernels::eigen {

template <class T>
void softmax(std::size_t rows, std::size_t cols, const T* x, T* result);
/// In place, of the first elements of one row; the others become 0.
template <class T>
void softmax_of_first(std::size_t count, std::size_t cols, T* row);
template <class T>
void layer_norm(std::size_t rows, std::size_t cols, const T* x, const T* scale, const T* shift, T epsilon, T* result);
template <class T>
void rms_norm(std::size_t rows, std::size_t cols, const T* x, const T* scale, T epsilon, T* result);
template <class T>
void reduce_sum(std::size_t rows, std::size_t cols, const T* x, T* result);
template <class T>
void bias_add(std::size_t rows, std::size_t cols, const T* x, const T* bias, T* result);

}  // namespace calib::kernels::eigen
