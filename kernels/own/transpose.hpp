#pragma once
/// Transposition in blocks, on one thread, for float and double.

#include <cstddef>

namespace calib::kernels::own {

/// target[cols,rows] = x[rows,cols]ᵀ, the rows [begin, end) of x alone. Dense, without overlap.
template <class T>
void transpose(T* target, const T* x, std::size_t rows, std::size_t cols, std::size_t begin, std::size_t end) noexcept;

}  // namespace calib::kernels::own
