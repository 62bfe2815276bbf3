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

template <class T>
void apply(op::kind::softmax, std::size_t rows, std::size_t cols, const T* x, const row_parameters<T>&, T* result) {
  for_each_row(rows, cols, x, result, [](const auto& row, auto y) { softmax_row(row, y); });
}

template <class T>
void apply(op::kind::layer_norm, std::size_t rows, std::size_t cols, const T* x, const row_parameters<T>& parameters,
           T* result) {
  const auto gain = elements(parameters.scale, cols), offset = elements(parameters.shift, cols);
  for_each_row(rows, cols, x, result, [&](const auto& row, auto y) {
    const T mean = row.mean();
    const T root = std::sqrt((row - mean).square().mean() + parameters.epsilon);
    y = (row - mean) * (T{1} / root) * gain + offset;
  });
}

template <class T>
void apply(op::kind::rms_norm, std::size_t rows, std::size_t cols, const T* x, const row_parameters<T>& parameters,
           T* result) {
  const auto gain = elements(parameters.scale, cols);
  for_each_row(rows, cols, x, result, [&](const auto& row, auto y) {
    y = row * (T{1} / std::sqrt(row.square().mean() + parameters.epsilon)) * gain;
  });
}

template <class T>
void apply(op::kind::reduce_sum, std::size_t rows, std::size_t cols, const T* x, const row_parameters<T>&, T* result) {
  elements(result, rows) = in(x, rows, cols).rowwise().sum().array();
}

template <class T>
void apply(op::kind::bias_add, std::size_t rows, std::size_t cols, const T* x, const row_parameters<T>& parameters,
           T* result) {
  const auto addend = elements(parameters.shift, cols);
  for_each_row(rows, cols, x, result, [&](const auto& row, auto y) { y = row + addend; });
}

}  // namespace

template <class Kind, class T>
void apply_to_rows(std::size_t rows, std::size_t cols, const T* x, const row_parameters<T>& parameters, T* result) {
  apply(Kind{}, rows, cols, x, parameters, result);
}

template <class T>
void softmax_of_first(std::size_t count, std::size_t cols, T* row) {
  const auto first = elements(row, count);
  softmax_row(first, first);
  elements(row + count, cols - count).setZero();
}

#define CALIB_INSTANTIATE_KIND(Kind, T) \
  template void apply_to_rows<op::kind::Kind>(std::size_t, std::size_t, const T*, const row_parameters<T>&, T*)
#define CALIB_INSTANTIATE(T)             \
  CALIB_INSTANTIATE_KIND(softmax, T);    \
  CALIB_INSTANTIATE_KIND(layer_norm, T); \
  CALIB_INSTANTIATE_KIND(rms_norm, T);   \
  CALIB_INSTANTIATE_KIND(reduce_sum, T); \
  CALIB_INSTANTIATE_KIND(bias_add, T);   \
  template void softmax_of_first(std::size_t, std::size_t, T*)
CALIB_INSTANTIATE(float);
CALIB_INSTANTIATE(double);
#undef CALIB_INSTANTIATE
#undef CALIB_INSTANTIATE_KIND

}  // namespace calib::kernels::eigen
