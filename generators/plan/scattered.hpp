#pragma once
/// Shapes all over the range of a table's axes, for tables that are fitted to measurements instead of holding them.
///
/// A grid of three axes spends most of its points on combinations that say little; scattered shapes show each axis at
/// as many sizes as there are points. Half of them are spread evenly on logarithmic axes, the other half have sizes
/// that networks have, since these are asked for most and libraries have steps there.

#include <cstdint>
#include <vector>

#include "plan/grids.hpp"
#include "plan/shapes.hpp"

namespace calib::plan {

/// How many shapes a fitted table of this grid's range should rest on.
std::size_t scattered_points(const grid& axes, effort amount);

/// Wanted ones among the corners of the grid's range, then others within it up to about `count` in all, each shape
/// once. Fewer where the range has not as many.
std::vector<shape> scattered_shapes(const grid& axes, std::size_t count, std::uint64_t seed,
                                    const affordable& wanted = any_shape);

}  // namespace calib::plan
