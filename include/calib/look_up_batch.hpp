#pragma once
/// The latencies of many shapes, the same bits as those of single look-ups, in less time: a shape within all axes, as
/// most are, takes one way without choices, and a processor is then busy with two or three shapes at a time. (Taking
/// them in blocks for vector instructions was slower: half of what a shape costs are loads from places of its own.)

#include <cstddef>

#include "calib/detail/inline.hpp"
#include "calib/inner_table.hpp"
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
  /// The latency beyond a table that read `latency` at its edge. Throws impossible_shape.
  constexpr double beyond(const coordinates<rank<Op>>& dims, const coordinates<rank<Op>>& edge, double latency) const {
    require_possible(from_dims<Op>(dims));
    return hold_utilisation(from_dims<Op>(dims), from_dims<Op>(edge), latency, setting);
  }
};

/// One latency by these rules: that of look_up.
template <std::size_t Rank, class Rules>
constexpr double latency_at(const table_view<Rank>& table, const Rules& rules, const coordinates<Rank>& dims) {
  const std::size_t grid = rules.grid(dims);
  const reading read = interpolate(table, dims, grid);
  if (!read.outside) return read.latency;
  const double held = rules.beyond(dims, clamp_to_grid(table, dims), read.latency);
  return no_less_than_smallest<Rank>(table, grid, read.latency, held);
}

/// The latencies of `count` shapes, whose dimensions are dims_of(0), dims_of(1), ...: out[i] for each.
template <std::size_t Rank, class Rules, class DimsOf, class Out>
CALIB_INLINE constexpr void look_up_batch(const inner_table<Rank>& table, const Rules& rules, const DimsOf& dims_of,
                                          std::size_t count, Out* out) {
  const bool any_class = class_count(table.view.classes) > 0;
  for (std::size_t i = 0; i < count; ++i) {
    const coordinates<Rank> dims = dims_of(i);
    if (table.holds(dims)) [[likely]] {
      out[i] = Out{table.latency(dims, any_class ? rules.grid(dims) : 0)};
    } else {
      out[i] = Out{latency_at<Rank>(table.view, rules, dims)};
    }
  }
}

}  // namespace calib::detail
