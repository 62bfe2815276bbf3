#pragma once
/// The latencies of a grid of shapes, every combination of the sizes of each dimension: the same bits as those of
/// single look-ups. Each size is located once. For each row, which is a run along the last dimension, the table is
/// interpolated along the other axes at the knots of the last one; a shape then costs one interpolation between two
/// numbers.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "calib/detail/inline.hpp"
#include "calib/look_up_batch.hpp"
#include "calib/many_shapes.hpp"
#include "calib/table.hpp"

namespace calib::detail {

/// Positions of sizes on the last axis: as many as a row is worked on at once.
struct row_positions {
  static constexpr std::size_t capacity = 256;

  std::array<double, capacity> weight;
  std::array<std::uint32_t, capacity> segment;
  std::array<bool, capacity> outside;
  std::size_t count = 0;
  std::size_t first_segment = 0;
  std::size_t last_segment = 0;
  bool any_outside = false;

  constexpr row_positions(const axis_view& axis, std::span<const std::size_t> sizes) noexcept : count{sizes.size()} {
    first_segment = axis.size;
    for (std::size_t i = 0; i < count; ++i) {
      const position at = axis.locate(sizes[i]);
      weight[i] = at.weight;
      segment[i] = static_cast<std::uint32_t>(at.segment);
      outside[i] = at.outside;
      any_outside |= at.outside;
      if (at.segment < first_segment) first_segment = at.segment;
      if (at.segment > last_segment) last_segment = at.segment;
    }
  }
};

/// Interpolates along a row: `at` holds its positions on the other axes.
template <std::size_t Rank>
CALIB_INLINE constexpr void interpolate_row(const table_view<Rank>& table, const std::array<position, Rank>& at,
                                            const row_positions& row, double* latency) noexcept {
  std::array<double, Rank> weights{};
  std::size_t offset = 0;
  for (std::size_t axis = 0; axis + 1 < Rank; ++axis) {
    weights[axis] = at[axis].weight;
    offset = offset * table.axes[axis].size + at[axis].segment;
  }
  const std::array<std::size_t, Rank> strides = strides_of(table);
  const std::size_t step = strides[Rank - 1];
  const double* const cell = table.latency + offset * table.axes[Rank - 1].size;
  const std::size_t knots = row.last_segment - row.first_segment + 1 + step;
  // Where more knots lie between the sizes than there are ends of segments, each end is interpolated by itself.
  if (knots <= row_positions::capacity && knots <= 2 * row.count) {
    std::array<double, row_positions::capacity> line;
    for (std::size_t i = 0; i < knots; ++i) line[i] = across<0>(strides, weights, cell + row.first_segment + i);
    for (std::size_t i = 0; i < row.count; ++i) {
      const std::size_t here = row.segment[i] - row.first_segment;
      latency[i] = between(line[here], line[here + step], row.weight[i]);
    }
  } else {
    for (std::size_t i = 0; i < row.count; ++i) {
      const double* const here = cell + row.segment[i];
      latency[i] = between(across<0>(strides, weights, here), across<0>(strides, weights, here + step), row.weight[i]);
    }
  }
}

/// A walk along the rows of a grid, for a part of the last dimension's sizes.
template <std::size_t Rank, class Rules, class Out>
struct grid_walk {
  const table_view<Rank>& table;
  const Rules& rules;
  const grid_sizes<Rank>& sizes;
  const row_positions& row;
  std::size_t begin;  ///< of the part
  Out* out;
  coordinates<Rank> dims{};
  std::array<position, Rank> at{};

  /// The rows whose sizes in the dimensions before Axis are set; `number` counts rows.
  template <std::size_t Axis = 0>
  CALIB_INLINE constexpr void from(std::size_t number = 0, bool outside = false) {
    if constexpr (Axis + 1 == Rank) {
      fill(out + number * sizes[Axis].size() + begin, outside);
    } else {
      number *= sizes[Axis].size();
      for (const std::size_t size : sizes[Axis]) {
        dims[Axis] = size;
        at[Axis] = table.axes[Axis].locate(size);
        from<Axis + 1>(number++, outside || at[Axis].outside);
      }
    }
  }

  CALIB_INLINE constexpr void fill(Out* latencies, bool outside) {
    std::array<double, row_positions::capacity> read;
    interpolate_row(table, at, row, read.data());
    for (std::size_t i = 0; i < row.count; ++i) latencies[i] = Out{read[i]};
    if (!outside && !row.any_outside) return;
    for (std::size_t i = 0; i < row.count; ++i) {
      if (!outside && !row.outside[i]) continue;
      dims[Rank - 1] = sizes[Rank - 1][begin + i];
      const double held = rules.beyond(dims, clamp_to_grid(table, dims), read[i]);
      latencies[i] = Out{no_less_than_smallest<Rank>(table, 0, read[i], held)};  // a table without classes
    }
  }
};

/// The latency of each shape in row-major order, the last dimension fastest.
template <std::size_t Rank, class Rules, class Out>
CALIB_INLINE constexpr void look_up_grid(const table_view<Rank>& table, const Rules& rules,
                                         const grid_sizes<Rank>& sizes, Out* out) {
  if constexpr (Rank == 0) {
    *out = Out{latency_at<0>(table, rules, {})};
  } else {
    if (class_count(table.classes) > 0) {  // neighbours in a row may be of different classes
      coordinates<Rank> dims{};
      for_each_shape(sizes, dims,
                     [&](const coordinates<Rank>& each) { *out++ = Out{latency_at<Rank>(table, rules, each)}; });
      return;
    }
    const std::span<const std::size_t> last = sizes[Rank - 1];
    for (std::size_t begin = 0; begin < last.size(); begin += row_positions::capacity) {
      const std::size_t left = last.size() - begin;
      const row_positions row{table.axes[Rank - 1],
                              last.subspan(begin, left < row_positions::capacity ? left : row_positions::capacity)};
      grid_walk<Rank, Rules, Out>{table, rules, sizes, row, begin, out}.from();
    }
  }
}

}  // namespace calib::detail
