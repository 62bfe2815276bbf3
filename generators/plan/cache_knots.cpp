#include "plan/cache_knots.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "plan/shapes.hpp"

namespace calib::plan {
namespace {

// Shares of a cache that a working set takes. A first-level cache is full at once; of one that is indexed by physical
// addresses some sets overflow at two thirds, and some lines stay at one and a half.
constexpr double quick_shares[] = {0.7, 1.0, 1.4};
constexpr double full_shares[] = {0.5, 0.65, 0.8, 0.9, 1.0, 1.15, 1.3, 1.6, 2.0};

// Whole vectors of every length, in one array, two and three.
std::uint64_t step_of(const profile_io::axis_data& axis) { return axis.name == "bytes" ? bytes_step : 384; }

// Nearer knots would tell their noise apart, not their latencies.
constexpr double nearest = 1.05;

bool has_near(const std::vector<std::uint64_t>& knots, std::uint64_t size) {
  return std::any_of(knots.begin(), knots.end(), [size](std::uint64_t knot) {
    const double ratio = static_cast<double>(knot) / static_cast<double>(size);
    return ratio < nearest && ratio > 1 / nearest;
  });
}

}  // namespace

profile_io::axis_data with_cache_knots(profile_io::axis_data axis, std::span<const std::size_t> caches, effort amount,
                                       const std::function<std::size_t(std::size_t)>& bytes_of) {
  const std::uint64_t first = axis.knots.front(), last = axis.knots.back();
  const double bytes_each = static_cast<double>(bytes_of(last)) / static_cast<double>(last);
  const std::span<const double> shares =
      amount == effort::quick ? std::span<const double>(quick_shares) : std::span<const double>(full_shares);
  const std::uint64_t step = step_of(axis);
  for (const std::size_t cache : caches) {
    for (const double share : shares) {
      const double size = share * static_cast<double>(cache) / bytes_each;
      const std::uint64_t knot = step * static_cast<std::uint64_t>(std::llround(size / static_cast<double>(step)));
      if (knot > first && knot < last && !has_near(axis.knots, knot)) axis.knots.push_back(knot);
    }
  }
  std::sort(axis.knots.begin(), axis.knots.end());
  return axis;
}

}  // namespace calib::plan
