#pragma once
/// A table for shapes that lie within all its axes, as most do: what is the same for all of them is made once, and a
/// look-up is then one way without choices. The same bits as interpolate().

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "calib/axis.hpp"
#include "calib/detail/inline.hpp"
#include "calib/table.hpp"

namespace calib::detail {

/// The sizes that lie within an axis: from `first` on, `count` of them, all below the last knot. None on an axis with a
/// phase, or of which only a part was measured.
struct inner_sizes {
  std::size_t first;
  std::size_t count;

  CALIB_INLINE constexpr explicit inner_sizes(const axis_view& axis) noexcept
      : first{static_cast<std::size_t>(axis.first())},
        count{axis.phase.any() || axis.measured.any() ? 0 : static_cast<std::size_t>(axis.last()) - first} {}

  CALIB_INLINE constexpr bool hold(std::size_t size) const noexcept { return size - first < count; }
};

template <std::size_t Rank>
class inner_table {
 public:
  CALIB_INLINE constexpr explicit inner_table(const table_view<Rank>& table) noexcept
      : inner_table{table, std::make_index_sequence<Rank>{}} {}

  table_view<Rank> view;

  CALIB_INLINE constexpr bool holds(const coordinates<Rank>& dims) const noexcept {
    return holds(dims, std::make_index_sequence<Rank>{});
  }

  /// Of dimensions that it holds, in one of the table's grids.
  CALIB_INLINE constexpr double latency(const coordinates<Rank>& dims, std::size_t grid) const noexcept {
    return latency(dims, grid, std::make_index_sequence<Rank>{});
  }

 private:
  template <std::size_t... Axis>
  CALIB_INLINE constexpr inner_table(const table_view<Rank>& table, std::index_sequence<Axis...>) noexcept
      : view{table},
        inner_{inner_sizes{table.axes[Axis]}...},
        strides_{strides_of(table)},
        grid_points_{(std::size_t{1} * ... * table.axes[Axis].size)} {}

  template <std::size_t... Axis>
  CALIB_INLINE constexpr bool holds([[maybe_unused]] const coordinates<Rank>& dims,
                                    std::index_sequence<Axis...>) const noexcept {
    return (inner_[Axis].hold(dims[Axis]) && ...);
  }

  template <std::size_t... Axis>
  CALIB_INLINE constexpr double latency([[maybe_unused]] const coordinates<Rank>& dims, std::size_t grid,
                                        std::index_sequence<Axis...>) const noexcept {
    // By way of signed numbers, which processors convert in one instruction.
    const std::array<position, Rank> at{
        view.axes[Axis].within(dims[Axis], static_cast<double>(static_cast<std::int64_t>(dims[Axis])))...};
    const std::size_t cell = ((grid * grid_points_) + ... + (at[Axis].segment * strides_[Axis]));
    std::array<std::size_t, Rank> strides = strides_;
    if constexpr (Rank > 0) strides[Rank - 1] = 1;  // as it is on every axis that holds a size: two loads are one
    return blend<Rank>(strides, {at[Axis].weight...}, view.latency + cell);
  }

  std::array<inner_sizes, Rank> inner_;
  std::array<std::size_t, Rank> strides_;
  std::size_t grid_points_;
};

}  // namespace calib::detail
