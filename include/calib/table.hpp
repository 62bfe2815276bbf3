#pragma once
/// A grid of measured latencies and the one interpolation that answers from it, at compile time and at run time.
///
/// Between knots latency is multilinear in the coordinates, which holds `t0 + bytes/W + flops/P` exactly within a cell.
/// A table without axes is one latency. A table with classes of shapes holds as many grids over the same knots.
/// Cost: one index look-up per axis and 2^rank loads; constexpr, noexcept, no allocation.

#include <array>
#include <concepts>
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

/// What look-ups ask of a table of so many axes: a table_view, or one that has its axes elsewhere.
template <class T, std::size_t Rank>
concept Table = requires(const T& table, const coordinates<Rank>& where, std::size_t grid) {
  { interpolate(table, where, grid) } -> std::same_as<reading>;
  { clamp_to_grid(table, where) } -> std::same_as<coordinates<Rank>>;
  { table.classes } -> std::convertible_to<shape_classes>;
};

namespace detail {

/// How far apart in a grid the latencies of neighbouring knots are, on one axis.
template <std::size_t Axis, std::size_t Rank>
CALIB_INLINE constexpr std::size_t stride_of(const table_view<Rank>& table) noexcept {
  if constexpr (Axis + 1 == Rank) {
    return 1;
  } else {
    return table.axes[Axis + 1].size * stride_of<Axis + 1>(table);
  }
}

template <std::size_t Rank, std::size_t... I>
CALIB_INLINE constexpr std::array<std::size_t, Rank> strides_in(const table_view<Rank>& table,
                                                                std::index_sequence<I...>) noexcept {
  return {(table.axes[I].size > 1 ? stride_of<I>(table) : 0)...};
}

/// The same on each axis; 0 on an axis of one knot.
template <std::size_t Rank>
CALIB_INLINE constexpr std::array<std::size_t, Rank> strides_of(const table_view<Rank>& table) noexcept {
  return strides_in(table, std::make_index_sequence<Rank>{});
}

/// At one knot of the last axis, the latency interpolated along the others: each corner's latency times the product of
/// its weights; `cell` is the lowest corner. The last axis comes after all others, so that a whole line along it can be
/// made at once (look_up_grid.hpp).
template <std::size_t Axis, std::size_t Rank>
CALIB_INLINE constexpr double across(const std::array<std::size_t, Rank>& strides,
                                     const std::array<double, Rank>& weights, const double* cell,
                                     double weight = 1.0) noexcept {
  if constexpr (Axis + 1 == Rank) {
    return rounded(weight * *cell);
  } else {
    const double w = weights[Axis];
    return across<Axis + 1>(strides, weights, cell, weight * (1.0 - w)) +
           across<Axis + 1>(strides, weights, cell + strides[Axis], weight * w);
  }
}

/// Between two latencies. Not `a + w * (b - a)`: this form gives back both of them exactly.
CALIB_INLINE constexpr double between(double a, double b, double w) noexcept {
  return rounded((1.0 - w) * a) + rounded(w * b);
}

/// In the cell whose lowest corner is `cell`.
template <std::size_t Rank>
CALIB_INLINE constexpr double blend([[maybe_unused]] const std::array<std::size_t, Rank>& strides,
                                    [[maybe_unused]] const std::array<double, Rank>& weights,
                                    const double* cell) noexcept {
  if constexpr (Rank == 0) {
    return *cell;
  } else {
    return between(across<0>(strides, weights, cell), across<0>(strides, weights, cell + strides[Rank - 1]),
                   weights[Rank - 1]);
  }
}

// Packs in functions, not loops or lambdas: clang unrolls loops and inlines lambdas too late to fold a literal shape.
template <std::size_t Rank, std::size_t... I>
CALIB_INLINE constexpr reading interpolate_axes(const table_view<Rank>& table,
                                                [[maybe_unused]] const coordinates<Rank>& where, std::size_t grid,
                                                std::index_sequence<I...>) noexcept {
  const std::array<position, Rank> at{table.axes[I].locate(where[I])...};
  std::size_t cell = grid;
  ((cell = cell * table.axes[I].size + at[I].segment), ...);
  return {
      .latency = blend<Rank>(strides_of(table), {at[I].weight...}, table.latency + cell),
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
