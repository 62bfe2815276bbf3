#include "plan/scattered.hpp"

#include <algorithm>
#include <set>

namespace calib::plan {
namespace {

// As many points as the grid has, within what is worth fitting: below, neither the length scales of the axes nor an
// algorithm for some of the sizes can be told; above, it is better to see first where more are needed.
struct bounds {
  std::size_t least, most;
};

bounds bounds_of(const grid& axes, effort amount) {
  if (amount == effort::quick) return {48, 512};
  const auto varying = std::count_if(axes.begin(), axes.end(), [](const auto& axis) { return axis.knots.size() > 1; });
  return {64 * static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(varying, 2, 4)), 256};
}

grid corners_of(const grid& axes) {
  grid ends = axes;
  for (auto& axis : ends) {
    if (axis.knots.size() > 2) axis.knots = {axis.knots.front(), axis.knots.back()};
  }
  return ends;
}

}  // namespace

std::size_t scattered_points(const grid& axes, effort amount) {
  const bounds within = bounds_of(axes, amount);
  return std::clamp(points_of(axes), within.least, within.most);
}

std::vector<shape> scattered_shapes(const grid& axes, std::size_t count, std::uint64_t seed, const affordable& wanted) {
  std::set<shape> chosen;
  for (shape& corner : shapes_of(corners_of(axes))) {
    if (wanted(corner)) chosen.insert(std::move(corner));
  }
  const std::size_t rest = count > chosen.size() ? count - chosen.size() : 0;
  for (shape& one : spread_shapes(axes, rest / 2, seed, wanted)) chosen.insert(std::move(one));
  for (shape& one : fresh_shapes(axes, rest - rest / 2, seed, draw::learned, wanted)) chosen.insert(std::move(one));
  return {chosen.begin(), chosen.end()};
}

}  // namespace calib::plan
