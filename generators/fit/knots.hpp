#pragma once
/// The knots of a table: which sizes on each axis a smooth function is to be sampled at, so that interpolation between
/// them loses little of it.

#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "fit/shape_facts.hpp"
#include "plan/shapes.hpp"

namespace calib::fit {

/// More knots than a table needs, to choose from: on each axis the sizes that occur, or evenly spaced ones on a
/// logarithmic scale between the smallest and the largest where too many occur, with the sizes up to 16 that do. On an
/// axis with a phase they are what sizes count as, and the ends are where they count as themselves. Fewer for each of
/// several grids.
plan::grid candidate_knots(const std::vector<std::string>& dimensions, std::span<const shape> shapes,
                           std::span<const axis_phase> phases, std::size_t grids = 1);

/// Each axis of several knots with one more at either end, two octaves beyond the sizes measured (or where a phase has
/// them count as themselves), and with the range of these.
plan::grid widened(plan::grid axes);

/// The size at which a table of this many axes mostly predicts as well as any larger one.
std::size_t enough_grid_points(const plan::grid& axes);

/// A function on a grid.
struct sampled_grid {
  plan::grid axes;
  std::vector<double> values;  ///< positive, at every combination of knots, the last axis fastest
};

/// The grid with knots taken out, one after another; each time the knot whose values its neighbours predict best by
/// linear interpolation, until it has at most `most_points` points, and on to `enough_points` as long as the knots
/// taken out are not missed. First and last knots stay, and of each axis those that are indispensable.
/// With any of these, losses on different axes are compared as shares of their axis, and for the points they spare.
sampled_grid thinned(const sampled_grid& full, std::size_t enough_points, std::size_t most_points,
                     std::span<const std::set<std::uint64_t>> indispensable = {});

}  // namespace calib::fit
