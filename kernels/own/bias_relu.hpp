#pragma once
/// What follows a product for libraries that cannot fuse it: one pass over the result, on the calling thread.

#include <cstddef>

namespace calib::kernels::own {

/// y[rows,cols] = max(y + bias[cols], 0), row-major; nothing overlaps. T is float or double.
template <class T>
void bias_relu(std::size_t rows, std::size_t cols, const T* bias, T* y) noexcept;

}  // namespace calib::kernels::own
