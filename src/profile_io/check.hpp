#pragma once
/// The rules a profile keeps beyond its syntax. One set for all: what the reader accepts, the writer writes, and the
/// other way round.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// Knots are exact as double and in every JSON reader.
inline constexpr std::uint64_t largest_knot = std::uint64_t{1} << 53;

/// An element that costs a thousand others is not of this kernel.
inline constexpr double largest_remainder = 1000;

/// A segment of an axis is numbered in 16 bits (calib/axis.hpp).
inline constexpr std::size_t most_knots = 65535;

/// Of all conditions of a history together: 20 KB of JSON, and more than a picture is wide.
inline constexpr std::size_t most_history_points = 400;

/// Throws profile_error for the first rule that `profile` breaks; `name` is the file's, for the message.
///
/// Ids are C++ identifiers and unique; references exist; axes are the operation's dimensions with knots that increase;
/// there is one positive finite latency for each combination of knots; there is a table or a theoretical peak.
void check(const profile_data& profile, std::string_view name);

/// The rule on the schema version alone, for a reader that must know it before the rest.
void check_schema(int version, std::string_view file);

}  // namespace calib::profile_io
