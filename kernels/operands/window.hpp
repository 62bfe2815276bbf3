#pragma once
/// Windows that slide over images: the images that a form stands for. A form has no input size and no padding, so its
/// kernels take the usual ones: inputs of stride times the output's side, and zeros on both sides for windows around
/// each place ("same" padding; none in front of a window of 2).

#include <cmath>
#include <cstddef>

#include "kernels/aligned_buffer.hpp"

namespace calib::kernels {

/// One direction of an image, and the windows along it.
struct window_axis {
  std::size_t out, kernel, stride, dilation = 1;

  constexpr std::size_t in() const noexcept { return saturated_product(out, stride); }
  /// Elements from the first to the last of a window.
  constexpr std::size_t reach() const noexcept { return saturated_sum(saturated_product(kernel - 1, dilation), 1); }
  constexpr std::size_t pad_before() const noexcept { return (reach() - 1) / 2; }
  constexpr std::size_t pad_after() const noexcept {
    const std::size_t end = saturated_sum(saturated_product(out - 1, stride), reach());
    const std::size_t covered = saturated_sum(in(), pad_before());
    return end > covered ? end - covered : 0;
  }
  /// Calls f(tap, place) for each element of the input that window `at` holds; f sees no padding.
  template <class F>
  constexpr void for_each_place(std::size_t at, F&& f) const {
    for (std::size_t tap = 0; tap < kernel; ++tap) {
      const std::size_t place = at * stride + tap * dilation;
      if (place >= pad_before() && place - pad_before() < in()) f(tap, place - pad_before());
    }
  }
};

/// Height and width of an image or window of `count` elements, as near to a square as its divisors allow; `count` is
/// not 0.
struct rectangle {
  std::size_t height, width;
};
inline rectangle nearest_square(std::size_t count) noexcept {
  auto height = static_cast<std::size_t>(std::sqrt(static_cast<double>(count)));
  while (height > 1 && count % height != 0) --height;
  return {height, count / height};
}

}  // namespace calib::kernels
