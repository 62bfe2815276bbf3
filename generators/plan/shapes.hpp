#pragma once
/// From a grid to the shapes to measure, and back from measured shapes to a complete grid.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "profile_io/profile_data.hpp"

namespace calib::plan {

using shape = std::vector<std::size_t>;
using grid = std::vector<profile_io::axis_data>;

/// What bytes moved are multiples of: whole vectors of every length in one array, two and three, and two images of 64
/// channels, which a library concatenates pixel by pixel.
inline constexpr std::uint64_t bytes_step = 3072;

/// Every combination of knots, the last axis fastest: the order of a table's latencies.
std::vector<shape> shapes_of(const grid& axes);

/// The axes without their knots beyond the sizes measured.
grid measured_part(grid axes);

/// How many there are.
std::size_t points_of(const grid& axes);

/// Whether a shape may be measured, for what it costs.
using affordable = std::function<bool(std::span<const std::size_t>)>;
inline bool any_shape(std::span<const std::size_t>) { return true; }

/// Drops the largest knots of each axis until its last one is affordable with all other axes at their first. Every axis
/// keeps at least one knot. Of several axes, shapes that are large on more than one may still be too dear.
grid limited(grid axes, const affordable& wanted);

/// How fresh shapes are drawn.
enum class draw : std::uint8_t {
  random,   ///< log-uniform on every axis
  network,  ///< each size one that networks have (network_sizes.hpp), where they have certain ones
  learned,  ///< as network, but with more rows that alias: among those of networks a fit sees too few
};

/// `count` wanted shapes within the grid and off its knots where there is room: what the error of a prediction is
/// measured on.
std::vector<shape> fresh_shapes(const grid& axes, std::size_t count, std::uint64_t seed, draw kind = draw::random,
                                const affordable& wanted = any_shape);

/// `count` wanted shapes within the grid that fill it evenly on logarithmic axes, better than random ones do: an
/// additive recurrence by the generalised golden ratio (M. Roberts, The Unreasonable Effectiveness of Quasirandom
/// Sequences, 2018) from a seeded start. Each is there once; fewer where there is no room.
std::vector<shape> spread_shapes(const grid& axes, std::size_t count, std::uint64_t seed,
                                 const affordable& wanted = any_shape);

/// A grid without gaps: the knots with the largest share of missing points are dropped, one after another, until every
/// combination of those left has been measured. `have` tells it for each combination, in the order of shapes_of.
struct complete_part {
  grid axes;
  std::vector<std::size_t> kept;  ///< indices into shapes_of(original), in the order of shapes_of(axes)
};
complete_part largest_complete_part(const grid& axes, const std::vector<bool>& have);

}  // namespace calib::plan
