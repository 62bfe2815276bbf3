#include "profile_io/later_axes.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "profile_io/operations.hpp"

namespace calib::profile_io {
namespace {

struct later_axis {
  std::string_view operation, name;  ///< it is the last axis
  std::uint64_t measured_at;
};

constexpr later_axis all[] = {{"conv2d_pointwise", "stride", 1},
                              {"conv2d_window", "stride", 2},
                              {"conv2d_depthwise", "dilation", 1},
                              {"conv2d_grouped", "stride", 1}};

}  // namespace

void add_later_axis(table_data& table) {
  const auto later = std::ranges::find(all, table.operation, &later_axis::operation);
  if (later == std::end(all) || table.axes.size() + 1 != dimensions_of(table.operation)->size()) return;
  table.axes.push_back({std::string{later->name}, {later->measured_at}});
  if (const std::size_t count = table.measurements.latency_s.size(); count > 0) {
    table.measurements.dims.emplace_back(count, later->measured_at);
  }
}

}  // namespace calib::profile_io
