#pragma once
/// A grid of measured latencies and the one interpolation that answers from it, at compile time and at run time.
///
/// Between knots latency is multilinear in the coordinates, which holds `t0 + bytes/W + flops/P` exactly within a cell.
/// A table without axes is one latency. A table with classes of shapes holds as many grids over the same knots.
/// Cost: one index look-up per axis and 2^rank loads; constexpr, noexcept, no allocation.

#include <array>
#include <cstddef>
#include <utility>

#include "calib/axis.hpp"
#include "calib/detail/inline.hpp"
#include "calib/op/operation.hpp"
#include "calib/shape_class.hpp"

namespace calib {

/// A view of a table: latencies in seconds at every combination of knots, the last axis fastest, grid after grid.
template <std::size_t Rank>
struct table_view {
  std::array<axis_view, Rank> axes;
  const double* latency;
  shape_classes classes{};
};

/// A latency read from a table, at the nearest point the grid covers.
struct reading {
  double latency;  ///< seconds
  bool at_knot;    ///< no axis was interpolated, and none counts as more than it is
  bool outside;    ///< at least one coordinate was beyond what was measured
};

namespace detail {

template <std::size_t Axis, std::size_t Rank>
CALIB_INLINE constexpr double blend(const std::array<axis_view, Rank>& axes, const std::array<position, Rank>& at,
                                    const double* cell, std::size_t offset) noexcept {
  if constexpr (Axis == Rank) {
    return cell[offset];
  } else {
    const axis_view& axis = axes[Axis];
    const std::size_t here = offset * axis.size + at[Axis].segment;
    const std::size_t next = here + (axis.size > 1 ? 1 : 0);
    const double w = at[Axis].weight;
    // Not `a + w * (b - a)`: this form gives back the knots exactly at both ends.
    return (1.0 - w) * blend<Axis + 1>(axes, at, cell, here) + w * blend<Axis + 1>(axes, at, cell, next);
  }
}

// Packs in functions, not loops or lambdas: clang unrolls loops and inlines lambdas too late to fold a literal shape.
template <std::size_t Rank, std::size_t... I>
CALIB_INLINE constexpr reading interpolate_axes(const table_view<Rank>& table,
                                                [[maybe_unused]] const coordinates<Rank>& where, std::size_t grid,
                                                std::index_sequence<I...>) noexcept {
  const std::array<position, Rank> at{table.axes[I].locate(where[I])...};
  return {
      .latency = blend<0>(table.axes, at, table.latency, grid),
      .at_knot = (true && ... && ((at[I].weight == 0.0 || at[I].weight == 1.0) && table.axes[I].phase.fills(where[I]))),
      .outside = (false || ... || at[I].outside),
  };
}

template <std::size_t Rank, std::size_t... I>
CALIB_INLINE constexpr coordinates<Rank> clamp_axes([[maybe_unused]] const table_view<Rank>& table,
                                                    [[maybe_unused]] const coordinates<Rank>& where,
                                                    std::index_sequence<I...>) noexcept {
  return {table.axes[I].clamp(where[I])...};
}

}  // namespace detail

/// The latency at `where` in one of the table's grids (grid_of), each coordinate beyond it moved to its edge.
template <std::size_t Rank>
CALIB_INLINE constexpr reading interpolate(const table_view<Rank>& table, const coordinates<Rank>& where,
                                           std::size_t grid = 0) noexcept {
  return detail::interpolate_axes(table, where, grid, std::make_index_sequence<Rank>{});
}

/// `where` moved to the nearest point that the grid covers.
template <std::size_t Rank>
CALIB_INLINE constexpr coordinates<Rank> clamp_to_grid(const table_view<Rank>& table,
                                                       const coordinates<Rank>& where) noexcept {
  return detail::clamp_axes(table, where, std::make_index_sequence<Rank>{});
}

}  // namespace calib
