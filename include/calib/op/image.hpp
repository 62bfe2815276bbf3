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

/// Images, and the side of square ones.
struct squares {
  std::size_t images, side;
};

/// As many squares as hold the pixels of `images` images: of oblong ones, the nearest whole number.
CALIB_INLINE constexpr squares as_squares(std::size_t images, std::size_t height, std::size_t width) noexcept {
  const std::size_t side = square_side(height, width), pixels = size_product(images, height, width);
  if (height == width || pixels == 0 || pixels > largest_size) return {images, side};
  const std::size_t square = size_product(side, side), whole = (pixels + square / 2) / square;
  return {whole == 0 ? 1 : whole, side};
}

/// The size in one direction, given that of both and its own, 0 where that is the same. Where that of both is no size,
/// it is the answer: the shape is impossible even where nothing uses it.
CALIB_INLINE constexpr std::size_t own_or_both(std::size_t own, std::size_t both) noexcept {
  return own == 0 || both == 0 || both > largest_size ? both : own;
}

/// The elements of padding on one side, given those of all sides and what comes to them; no size where one is none.
CALIB_INLINE constexpr std::size_t padding(std::size_t all, std::size_t more) noexcept {
  return all <= largest_size && more <= largest_size ? all + more : largest_size + 1;
}

/// One direction of an image, and the windows along it.
struct window_side {
  std::size_t in, kernel, stride, pad_before, pad_after, dilation;

  /// Elements from the first to the last of a window.
  CALIB_INLINE constexpr std::size_t reach() const noexcept { return size_product(dilation, kernel - 1) + 1; }
  CALIB_INLINE constexpr bool fits() const noexcept {
    return in > 0 && kernel > 0 && is_step(stride) && is_step(dilation) && padded() >= reach();
  }
  /// Positions of the window; 0 where it does not fit into the image and its padding.
  CALIB_INLINE constexpr std::size_t positions() const noexcept {
    return fits() ? (padded() - reach()) / stride + 1 : 0;
  }
  /// Whether the first window has no element of the image, or the last.
  CALIB_INLINE constexpr bool sees_only_padding() const noexcept {
    const std::size_t out = positions();
    return out > 0 && (pad_before >= reach() || (out - 1) * stride >= pad_before + in);
  }
  /// The stride as far as it tells windows apart: one that stands alone has none, so no longer than its reach.
  CALIB_INLINE constexpr std::size_t step() const noexcept {
    return positions() == 1 && reach() < stride ? reach() : stride;
  }
  /// Elements of the image under all positions of the window together: those of the padding are not among them.
  constexpr double taps() const noexcept {
    const std::size_t out = positions();
    if (pad_before == 0 && pad_after == 0) return product(out, kernel);
    constexpr std::size_t most = 4096;  // counted one by one; of larger windows, the image's share of what they see
    if (kernel > most) return product(out, kernel) * product(in) / product(padded());
    double sum = 0;
    for (std::size_t tap = 0; tap < kernel && out > 0; ++tap) {
      // Position i has element i * stride + tap * dilation of the padded image under this tap.
      const std::size_t at = tap * dilation, end = pad_before + in;
      const std::size_t first = at < pad_before ? (pad_before - at + stride - 1) / stride : 0;
      const std::size_t behind = at < end ? (end - at - 1) / stride + 1 : 0;
      const std::size_t last = behind < out ? behind : out;
      if (last > first) sum += product(last - first);
    }
    return sum;
  }

 private:
  CALIB_INLINE static constexpr bool is_step(std::size_t size) noexcept { return size > 0 && size <= largest_size; }
  CALIB_INLINE constexpr std::size_t padded() const noexcept {
    const bool countable = in <= largest_size && pad_before <= largest_size && pad_after <= largest_size;
    return countable ? in + pad_before + pad_after : 0;
  }
};

}  // namespace calib::detail
