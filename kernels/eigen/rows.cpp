#include "kernels/eigen/rows.hpp"

#include <cmath>

#include "kernels/eigen/map.hpp"

namespace calib::kernels::eigen {
namespace {

/// Calls `f` with each row of x and of the result.
template <class T, class F>
void for_each_row(std::size_t rows, std::size_t cols, const T* x, T* result, F f) {
  for (std::size_t i = 0; i < rows; ++i) f(elements(x + i * cols, cols), elements(result + i * cols, cols));
}

/// y = softmax(row), which may be the same elements.
template <class Row, class Y>
void softmax_row(const Row& row, Y y) {
  y = (row - row.maxCoeff()).exp();
  y *= 1 / y.sum();
}

}  // namespace

template <class T>
void softmax(std::size_t rows, std::size_t cols, const T* x, T* result) {
  for_each_row(rows, cols, x, result, [](const auto& row, auto y) { softmax_row(row, y); });
}

template <class T>
void softmax_of_first(std::size_t count, std::size_t cols, T* row) {
  const auto first = elements(row, count);
  softmax_row(first, first);
  elements(row + count, cols - count).setZero();
}

template <class T>
void layer_norm(std::size_t rows, std::size_t cols, const T* x, const T* scale, const T* shift, T epsilon, T* result) {
  const auto gain = elements(scale, cols), offset = elements(shift, cols);
  for_each_row(rows, cols, x, result, [&](const auto& row, auto y) {
    const T mean = row.mean();
    const T root = std::sqrt((row - mean).square().mean() + epsilon);
    y = (row - mean) * (T{1} / root) * gain + offset;
  });
}

template <class T>
void rms_norm(std::size_t rows, std::size_t cols, const T* x, const T* scale, T epsilon, T* result) {
  const auto gain = elements(scale, cols);
  for_each_row(rows, cols, x, result,
               [&](const auto& row, auto y) { y = row * (T{1} / std::sqrt(row.square().mean() + epsilon)) * gain; });
}

template <class T>
void reduce_sum(std::size_t rows, std::size_t cols, const T* x, T* result) {
  elements(result, rows) = in(x, rows, cols).rowwise().sum().array();
}

template <class T>
void bias_add(std::size_t rows, std::size_t cols, const T* x, const T* bias, T* result) {
  const auto addend = elements(bias, cols);
  for_each_row(rows, cols, x, result, [&](const auto& row, auto y) { y = row + addend; });
}

#define CALIB_INSTANTIATE(T)                                                               \
  template void softmax(std::size_t, std::size_t, const T*, T*);                           \
  template void softmax_of_first(std::size_t, std::size_t, T*);                            \
  template void layer_norm(std::size_t, std::size_t, const T*, const T*, const T*, T, T*); \
  template void rms_norm(std::size_t, std::size_t, const T*, const T*, T, T*);             \
  template void reduce_sum(std::size_t, std::size_t, const T*, T*);                        \
  template void bias_add(std::size_t, std::size_t, const T*, const T*, T*)
CALIB_INSTANTIATE(float);
CALIB_INSTANTIATE(double);
#undef CALIB_INSTANTIATE

}  // namespace calib::kernels::eigen
