#pragma once
/// The most that a profile may hold or say, of the rules in check.hpp.

#include <cstddef>
#include <cstdint>

namespace calib::profile_io {

/// Knots are exact as double and in every JSON reader.
inline constexpr std::uint64_t largest_knot = std::uint64_t{1} << 53;

/// An element that costs a thousand others is not of this kernel.
inline constexpr double largest_remainder = 1000;

/// A segment of an axis is numbered in 16 bits (calib/axis.hpp).
inline constexpr std::size_t most_knots = 65535;

/// Of all conditions of a history together: 20 KB of JSON, and more than a picture is wide.
inline constexpr std::size_t most_history_points = 400;

}  // namespace calib::profile_io
