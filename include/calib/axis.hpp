#pragma once
/// One dimension of a table: its knots, and an index that finds the segment a coordinate lies in from the
/// coordinate's leading bits: no search, no logarithm, any increasing knots.
///
/// Coordinates up to 15 have a bucket each; above, eight buckets divide every power of two. A bucket holds the segment
/// in which it begins. A look-up loads it and takes as many steps as the axis ever needs, at most one where knots lie
/// no closer than buckets: a number that does not depend on the coordinate, so that no branch waits for it.
///
/// Libraries work in tiles: what a tile does not fill is still paid for, in whole or in part. An axis may therefore
/// have a phase, and its knots are then in effective coordinates.
///
/// Knots of a fitted table may reach beyond the sizes that were measured, where a fit knows better than held
/// utilisation.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "calib/detail/inline.hpp"
#include "calib/detail/rounded.hpp"

namespace calib {

/// The bucket of a coordinate; increasing, without gaps. Without a branch for small ones, too: no processor predicts
/// which size is asked for next.
CALIB_INLINE constexpr std::size_t bucket_of(std::uint64_t x) noexcept {
  constexpr int mantissa_bits = 3;  // eight buckets an octave: geometric knots at ratio >= 1.13 need at most one step
  const int shift = static_cast<int>(std::bit_width(x >> mantissa_bits | 1U)) - 1;  // 0 up to 15
  return (static_cast<std::size_t>(shift) << mantissa_bits) + static_cast<std::size_t>(x >> shift);
}

/// Segments of an axis of so many knots: each is named by its lower knot.
constexpr std::size_t segment_count(std::size_t knots) noexcept { return knots < 2 ? 1 : knots - 1; }

/// Fills `buckets[b]`, for each bucket from that of 0 to that of the last knot, with the segment in which it begins,
/// and `inverse_widths[s]`, for each segment, with 1 / its width: a look-up multiplies, as a division takes longer than
/// all else that an axis asks for. Returns how many segments more the fullest bucket reaches into: the steps of
/// axis_view.
[[nodiscard]] constexpr std::size_t index_axis(const double* knots, std::size_t size, std::uint16_t* buckets,
                                               double* inverse_widths) noexcept {
  const auto bucket_of_knot = [knots](std::size_t i) { return bucket_of(static_cast<std::uint64_t>(knots[i])); };
  const std::size_t last_segment = segment_count(size) - 1;
  const std::size_t count = bucket_of_knot(size - 1) + 1;
  std::size_t next = 0;
  std::size_t steps = 0;
  for (std::size_t segment = 0; segment <= last_segment; ++segment) {
    // Every bucket that begins before the next knot, and has no segment yet, begins in this one.
    const bool last = segment == last_segment;
    const std::size_t end = last ? count : bucket_of(static_cast<std::uint64_t>(knots[segment + 1]) - 1) + 1;
    for (; next < end; ++next) buckets[next] = static_cast<std::uint16_t>(segment);
    const std::size_t reached = segment - buckets[bucket_of_knot(segment)];
    if (reached > steps) steps = reached;
    inverse_widths[segment] = size < 2 ? 0.0 : 1.0 / (knots[segment + 1] - knots[segment]);
  }
  return steps;
}

/// A tile of `period` in a dimension, and what a coordinate that leaves one unfilled counts as: itself, `weight` of
/// what is missing to the next multiple of the period (the tile is paid for in whole or in part), and `remainder` for
/// each of those beyond the last one (they are dealt with one by one, each at the price of so many more). A profile's
/// phases have periods of at least 2, weights up to 1, remainders up to 1000, and not both 0; here, period 1 is none.
struct axis_phase {
  std::uint32_t period = 1;
  double weight = 0.0;
  double remainder = 0.0;

  constexpr bool operator==(const axis_phase&) const noexcept = default;

  /// Whether there is a tile at all. A compiled-in axis without one has no code for it.
  CALIB_INLINE constexpr bool any() const noexcept { return period != 1; }

  /// Whether `coordinate` fills its tiles: only then is it where it counts.
  CALIB_INLINE constexpr bool fills(std::uint64_t coordinate) const noexcept {
    return !any() || coordinate % period == 0;
  }

  /// What `coordinate` counts as: never less than itself, and itself at multiples of the period. Without a remainder,
  /// never more than the next multiple.
  CALIB_INLINE constexpr double effective(std::uint64_t coordinate) const noexcept {
    const auto x = static_cast<double>(coordinate);
    if (!any()) return x;
    // Not branched upon: which sizes fill their tiles is no pattern that a processor could predict.
    const std::uint64_t filled = (coordinate + period - 1) / period * period;
    const auto missing = static_cast<std::int64_t>(filled - coordinate);
    const double tiled = x + detail::rounded(weight * static_cast<double>(missing));
    if (remainder == 0.0) return tiled;
    const std::int64_t left = missing == 0 ? 0 : static_cast<std::int64_t>(period) - missing;
    return tiled + detail::rounded(remainder * static_cast<double>(left));
  }
};

/// The sizes between which an axis was measured, where its knots reach further. Without any, the knots are the range.
struct axis_range {
  double first = 0.0;
  double last = std::numeric_limits<double>::infinity();

  CALIB_INLINE constexpr bool any() const noexcept { return last != std::numeric_limits<double>::infinity(); }
  CALIB_INLINE constexpr bool holds(double x) const noexcept { return !any() || (x >= first && x <= last); }
};

/// Where a coordinate lies: at knot `segment` when weight is 0, at the next one when it is 1, linear between.
struct position {
  std::size_t segment;
  double weight;
  bool outside;  ///< beyond what was measured; where that is beyond the knots, too, moved to the nearest of them
};

/// A view of an axis. Knots are whole numbers in increasing order; index_axis made the rest of them.
/// With a phase, the last knot is a multiple of its period, and so is the first unless it is at most what 1 counts as:
/// the edges of the grid are then shapes that exist. What a coordinate below the last knot counts as may lie beyond it,
/// by a remainder: it is then as long as the last knot.
struct axis_view {
  const double* knots;
  const std::uint16_t* buckets;
  const double* inverse_widths;
  std::size_t size;
  std::size_t steps;
  axis_phase phase{};
  axis_range measured{};

  constexpr double first() const noexcept { return knots[0]; }
  constexpr double last() const noexcept { return knots[size - 1]; }

  /// The coordinate itself where what it counts as is within the knots, else the knot nearest to that.
  CALIB_INLINE constexpr std::uint64_t clamp(std::uint64_t coordinate) const noexcept {
    const double x = phase.effective(coordinate);
    return x < first()             ? static_cast<std::uint64_t>(first())
           : beyond(coordinate, x) ? static_cast<std::uint64_t>(last())
                                   : coordinate;
  }

  CALIB_INLINE constexpr position locate(std::uint64_t coordinate) const noexcept {
    const double x = phase.effective(coordinate);
    if (x < first()) return {0, 0.0, true};
    if (x >= last()) {
      const bool outside = beyond(coordinate, x) || !measured.holds(last());
      return size == 1 ? position{0, 0.0, outside} : position{size - 2, 1.0, outside};
    }
    // By way of a signed number, which processors convert in one instruction; x is below 2^53.
    const std::uint64_t whole = phase.any() ? static_cast<std::uint64_t>(static_cast<std::int64_t>(x)) : coordinate;
    position at = within(whole, x);
    at.outside = !measured.holds(x);
    return at;
  }

  /// The same for an effective coordinate from the first knot up to the last one, which is not among them; `whole` is
  /// its whole part. Not outside, whatever was measured.
  CALIB_INLINE constexpr position within(std::uint64_t whole, double x) const noexcept {
    std::size_t segment = buckets[bucket_of(whole)];
    for (std::size_t step = 0; step < steps; ++step) segment += knots[segment + 1] <= x ? 1 : 0;
    return {segment, detail::rounded_factor((x - knots[segment]) * inverse_widths[segment]), false};
  }

 private:
  // Whether a coordinate that counts as x is beyond the last knot, and not only what its remainder counts as.
  CALIB_INLINE constexpr bool beyond(std::uint64_t coordinate, double x) const noexcept {
    return phase.remainder == 0.0 ? x > last() : static_cast<double>(coordinate) > last();
  }
};

}  // namespace calib
