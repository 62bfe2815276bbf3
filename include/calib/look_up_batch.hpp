#pragma once
/// The latencies of many shapes, the same bits as those of single look-ups, in less time: what is the same for all
/// shapes is made once, and a shape within all axes, as most are, takes one way without choices. A processor is then
/// busy with two or three shapes at a time. (Taking them in blocks for vector instructions was slower: a shape costs
/// some 90 instructions, half of them loads from places of its own.)

#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "calib/axis.hpp"
#include "calib/detail/inline.hpp"
#include "calib/look_up.hpp"
#include "calib/setting.hpp"
#include "calib/shape_class.hpp"
#include "calib/table.hpp"

namespace calib::detail {

/// What only the operation knows of its shapes.
template <Operation Op>
struct shape_rules {
  const shape_classes& classes;
  const setting_facts& setting;

  CALIB_INLINE constexpr std::size_t grid(const coordinates<rank<Op>>& dims) const noexcept {
    return grid_of(classes, from_dims<Op>(dims));
  }
  /// The latency beyond a table that read `latency` at its edge.
  constexpr double beyond(const coordinates<rank<Op>>& dims, const coordinates<rank<Op>>& edge,
                          double latency) const noexcept {
    return hold_utilisation(from_dims<Op>(dims), from_dims<Op>(edge), latency, setting);
  }
};

/// One latency by these rules: that of look_up.
template <std::size_t Rank, Table<Rank> Of, class Rules>
constexpr double latency_at(const Of& table, const Rules& rules, const coordinates<Rank>& dims) noexcept {
  const reading read = interpolate(table, dims, rules.grid(dims));
  return read.outside ? rules.beyond(dims, clamp_to_grid(table, dims), read.latency) : read.latency;
}

/// The sizes that lie within an axis: from `first` on, `count` of them, all below the last knot. Most sizes do. None on
/// an axis with a phase, or of which only a part was measured.
struct inner_sizes {
  std::size_t first;
  std::size_t count;

  CALIB_INLINE constexpr explicit inner_sizes(const axis_view& axis) noexcept
      : first{static_cast<std::size_t>(axis.first())},
        count{axis.phase.any() || axis.measured.any() ? 0 : static_cast<std::size_t>(axis.last()) - first} {}

  CALIB_INLINE constexpr bool hold(std::size_t size) const noexcept { return size - first < count; }
};

/// axis.locate() for one of these sizes.
CALIB_INLINE constexpr position locate_inner(const axis_view& axis, std::size_t size) noexcept {
  const auto x = static_cast<double>(static_cast<std::int64_t>(size));
  std::size_t segment = axis.buckets[bucket_of(size)];
  for (std::size_t step = 0; step < axis.steps; ++step) segment += axis.knots[segment + 1] <= x ? 1 : 0;
  return {segment, (x - axis.knots[segment]) / (axis.knots[segment + 1] - axis.knots[segment]), false};
}

template <std::size_t Rank, class Rules, class DimsOf, class Out, std::size_t... Axis>
CALIB_INLINE constexpr void look_up_each(const table_view<Rank>& table, const Rules& rules, const DimsOf& dims_of,
                                         std::size_t count, Out* out, std::index_sequence<Axis...> axes) noexcept {
  const bool any_class = class_count(table.classes) > 0;
  [[maybe_unused]] const std::array<inner_sizes, Rank> inner{inner_sizes{table.axes[Axis]}...};
  for (std::size_t i = 0; i < count; ++i) {
    const coordinates<Rank> dims = dims_of(i);
    if ((inner[Axis].hold(dims[Axis]) && ...)) [[likely]] {
      const std::array<position, Rank> at{locate_inner(table.axes[Axis], dims[Axis])...};
      out[i] = Out{blend(table, at, any_class ? rules.grid(dims) : 0, axes)};
    } else {
      out[i] = Out{latency_at<Rank>(table, rules, dims)};
    }
  }
}

/// The latencies of `count` shapes, whose dimensions are dims_of(0), dims_of(1), ...: out[i] for each.
template <std::size_t Rank, class Rules, class DimsOf, class Out>
CALIB_INLINE constexpr void look_up_batch(const table_view<Rank>& table, const Rules& rules, const DimsOf& dims_of,
                                          std::size_t count, Out* out) noexcept {
  look_up_each(table, rules, dims_of, count, out, std::make_index_sequence<Rank>{});
}

}  // namespace calib::detail
