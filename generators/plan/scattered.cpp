#include "plan/scattered.hpp"

#include <algorithm>
#include <set>

namespace calib::plan {
namespace {

// As many points as the grid has, within what is worth fitting: below, length scales of several axes cannot be told;
// above, it is better to see first where more are needed.
struct bounds {
  std::size_t least, most;
};
constexpr bounds bounds_of(effort how_much) { return how_much == effort::quick ? bounds{48, 512} : bounds{96, 256}; }

grid corners_of(const grid& axes) {
  grid ends = axes;
  for (auto& axis : ends) {
    if (axis.knots.size() > 2) axis.knots = {axis.knots.front(), axis.knots.back()};
  }
  return ends;
}

}  // namespace

std::size_t scattered_points(const grid& axes, effort how_much) {
  const bounds within = bounds_of(how_much);
  return std::clamp(points_of(axes), within.least, within.most);
}

std::vector<shape> scattered_shapes(const grid& axes, std::size_t count, std::uint64_t seed) {
  std::set<shape> chosen;
  for (shape& corner : shapes_of(corners_of(axes))) chosen.insert(std::move(corner));
  const std::size_t rest = count > chosen.size() ? count - chosen.size() : 0;
  for (shape& one : spread_shapes(axes, rest / 2, seed)) chosen.insert(std::move(one));
  for (shape& one : fresh_shapes(axes, rest - rest / 2, seed, draw::network)) chosen.insert(std::move(one));
  return {chosen.begin(), chosen.end()};
}

}  // namespace calib::plan
