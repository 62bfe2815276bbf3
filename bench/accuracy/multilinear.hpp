#pragma once
/// Multilinear interpolation on any real axes: the plainest form of what tables do.

#include <span>
#include <vector>

namespace calib::bench {

/// The value at `where`, which is moved into the grid. Axes increase; values are those at every combination of knots,
/// the last axis fastest.
double multilinear(std::span<const std::vector<double>> axes, std::span<const double> values,
                   std::span<const double> where);

}  // namespace calib::bench
