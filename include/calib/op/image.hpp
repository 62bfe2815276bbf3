#pragma once
/// Sizes of images, and of what windows over them give.

#include "calib/op/operation.hpp"

namespace calib::detail {

/// The whole number nearest to the side of a square of as many elements.
CALIB_INLINE constexpr std::size_t square_side(std::size_t height, std::size_t width) noexcept {
  if (height == width || height == 0 || width == 0) return height < width ? height : width;
  const double area = product(height, width);
  double root = (static_cast<double>(height) + static_cast<double>(width)) / 2;  // Heron's rule, from above
  for (double better = (root + area / root) / 2; better < root; better = (root + area / root) / 2) root = better;
  const auto whole = static_cast<std::size_t>(root);
  return root - static_cast<double>(whole) < 0.5 ? whole : whole + 1;
}

/// Positions of a window along one side of an image, its `pad` zeros at both ends included; 0 where it does not fit.
CALIB_INLINE constexpr std::size_t window_positions(std::size_t in, std::size_t kernel, std::size_t stride,
                                                    std::size_t pad, std::size_t dilation = 1) noexcept {
  if (stride == 0 || kernel == 0) return 0;
  const std::size_t padded = in + 2 * pad, window = dilation * (kernel - 1) + 1;
  return padded < window ? 0 : (padded - window) / stride + 1;
}

}  // namespace calib::detail
