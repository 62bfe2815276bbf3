#include "kernels/own/transpose.hpp"

namespace calib::kernels::own {
namespace {

/// A block is two cache lines of f32 wide and high: its lines of x and of the target, 32 each of two, stay in any
/// first-level cache until they are used up, and the inner loop has a length the compiler knows.
constexpr std::size_t block = 32;

template <class T>
[[gnu::always_inline]] inline void move_block(T* __restrict target, const T* __restrict x, std::size_t rows,
                                              std::size_t cols, std::size_t height, std::size_t width) noexcept {
  for (std::size_t j = 0; j < width; ++j) {
    for (std::size_t i = 0; i < height; ++i) target[j * rows + i] = x[i * cols + j];
  }
}

}  // namespace

template <class T>
void transpose(T* target, const T* x, std::size_t rows, std::size_t cols, std::size_t begin, std::size_t end) noexcept {
  for (std::size_t i = begin; i < end; i += block) {
    const std::size_t height = end - i < block ? end - i : block;
    for (std::size_t j = 0; j < cols; j += block) {
      const std::size_t width = cols - j < block ? cols - j : block;
      T* const to = target + j * rows + i;
      const T* const from = x + i * cols + j;
      if (height == block && width == block)
        move_block(to, from, rows, cols, block, block);
      else
        move_block(to, from, rows, cols, height, width);
    }
  }
}

template void transpose(float*, const float*, std::size_t, std::size_t, std::size_t, std::size_t) noexcept;
template void transpose(double*, const double*, std::size_t, std::size_t, std::size_t, std::size_t) noexcept;

}  // namespace calib::kernels::own
