#pragma once
/// One dimension of a table: its knots, and an index that finds the segment a coordinate lies in from the
/// coordinate's leading bits: no search, no logarithm, any increasing knots.
///
/// Coordinates up to 15 have a bucket each; above, eight buckets divide every power of two. A bucket holds the segment
/// in which it begins, so a look-up needs one load and, where knots lie closer than a bucket, a step for each.

#include <bit>
#include <cstddef>
#include <cstdint>

#include "calib/detail/inline.hpp"

namespace calib {

/// The bucket of a coordinate; increasing, without gaps.
CALIB_INLINE constexpr std::size_t bucket_of(std::uint64_t x) noexcept {
  constexpr int mantissa_bits = 3;  // eight buckets an octave: geometric knots at ratio >= 1.13 need at most one step
  const int shift = static_cast<int>(std::bit_width(x >> mantissa_bits)) - 1;
  if (shift <= 0) return static_cast<std::size_t>(x);
  return (static_cast<std::size_t>(shift) << mantissa_bits) + static_cast<std::size_t>(x >> shift);
}

/// Fills `buckets[b]`, for each bucket from that of 0 to that of the last knot, with the segment in which it begins.
/// A segment is named by its lower knot; there are max(1, size - 1) of them.
constexpr void index_buckets(const double* knots, std::size_t size, std::uint16_t* buckets) noexcept {
  const std::size_t last_segment = size < 2 ? 0 : size - 2;
  const std::size_t count = bucket_of(static_cast<std::uint64_t>(knots[size - 1])) + 1;
  std::size_t next = 0;
  for (std::size_t segment = 0; segment <= last_segment; ++segment) {
    // Every bucket that begins before the next knot, and has no segment yet, begins in this one.
    const bool last = segment == last_segment;
    const std::size_t end = last ? count : bucket_of(static_cast<std::uint64_t>(knots[segment + 1]) - 1) + 1;
    for (; next < end; ++next) buckets[next] = static_cast<std::uint16_t>(segment);
  }
}

/// Where a coordinate lies: at knot `segment` when weight is 0, at the next one when it is 1, linear between.
struct position {
  std::size_t segment;
  double weight;
  bool outside;  ///< the coordinate was beyond the knots and has been moved to the nearest
};

/// A view of an axis. Knots are whole numbers in increasing order; `buckets` is what index_buckets made of them.
struct axis_view {
  const double* knots;
  const std::uint16_t* buckets;
  std::size_t size;

  constexpr double first() const noexcept { return knots[0]; }
  constexpr double last() const noexcept { return knots[size - 1]; }

  /// The nearest coordinate within the knots.
  CALIB_INLINE constexpr std::uint64_t clamp(std::uint64_t coordinate) const noexcept {
    const auto lowest = static_cast<std::uint64_t>(first());
    const auto highest = static_cast<std::uint64_t>(last());
    return coordinate < lowest ? lowest : coordinate > highest ? highest : coordinate;
  }

  CALIB_INLINE constexpr position locate(std::uint64_t coordinate) const noexcept {
    const double x = static_cast<double>(coordinate);
    if (x <= first()) return {0, 0.0, x < first()};
    if (x >= last()) return size == 1 ? position{0, 0.0, x > last()} : position{size - 2, 1.0, x > last()};
    std::size_t segment = buckets[bucket_of(coordinate)];
    while (knots[segment + 1] <= x) ++segment;  // ends: x < last()
    return {segment, (x - knots[segment]) / (knots[segment + 1] - knots[segment]), false};
  }
};

}  // namespace calib
