#pragma once
/// Grids on which more work takes no less time, where measurements do not say otherwise. Between measured shapes a
/// process swings, and a swing downwards is an artefact; a tile that fills, or a faster algorithm, is not.

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

#include "fit/knots.hpp"

namespace calib::fit {

/// Whether values are known to fall from each of these places of a grid to its counterpart. Parallel.
using fall_judge = std::function<std::vector<bool>(std::span<const plan::shape> from, std::span<const plan::shape> to)>;

/// Takes out falls along every axis from the `first_axis` on. Neighbours over which values fall become equal, at the
/// mean of their logarithms, with as many more as that asks for (isotonic regression). `variance` says how little is
/// known of each logarithm: the better known, the less a value moves. Known falls stay: asked for are the peak and the
/// trough of each run of falling neighbours. Along one axis no others are left; where known falls are crossed by other
/// axes, small ones may be.
void pool_falls(sampled_grid& grid, std::size_t first_axis, std::span<const double> variance, const fall_judge& known);

}  // namespace calib::fit
