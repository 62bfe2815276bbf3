#include "fit/class_rules.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <utility>

namespace calib::fit {
namespace {

// Vectors and tiles, and rows that alias in caches.
constexpr std::uint64_t class_periods[] = {2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024};
// Thresholds tried between the least and the most work, and between the smallest and the largest size on an axis that
// has more sizes than these. Libraries have theirs at round numbers, or just below.
constexpr std::size_t thresholds = 32;

// Between any two sizes of a few; of many, at powers of two, at three times those, and just below.
std::set<std::uint64_t> sizes_to_try(std::span<const shape> shapes, std::size_t axis) {
  std::set<std::uint64_t> seen;
  for (const shape& one : shapes) seen.insert(one[axis]);
  if (seen.size() <= thresholds) return seen;
  std::set<std::uint64_t> round;
  for (std::uint64_t power = 1; power <= *seen.rbegin(); power *= 2) {
    for (const std::uint64_t size : {power, 3 * power}) round.insert({size - 1, size});
  }
  round.erase(0);
  return round;
}

void add_thresholds(class_rule rule, std::vector<double> amounts, std::vector<shape_class>& all) {
  std::sort(amounts.begin(), amounts.end());
  for (std::size_t i = 1; i < thresholds; ++i) {
    const std::size_t at = amounts.size() * i / thresholds;
    if (amounts[at] >= 1) all.push_back({rule, static_cast<std::uint64_t>(amounts[at]), 0});
  }
}

}  // namespace

std::vector<shape_class> rules_to_try(std::span<const shape> shapes, std::span<const cost> work) {
  std::vector<shape_class> all;
  for (std::size_t axis = 0; axis < shapes.front().size(); ++axis) {
    if (is_choice(shapes, axis)) continue;
    for (std::size_t also = axis; also < shapes.front().size(); ++also) {
      if (is_choice(shapes, also)) continue;
      for (const std::uint64_t period : class_periods) all.push_back({class_rule::multiple_of, period, axis, also});
    }
    for (const std::uint64_t size : sizes_to_try(shapes, axis)) all.push_back({class_rule::size_above, size, axis});
  }
  std::vector<double> arithmetic, traffic;
  for (const cost& one : work) {
    arithmetic.push_back(one.arithmetic.value);
    traffic.push_back(one.traffic.value);
  }
  add_thresholds(class_rule::flops_above, std::move(arithmetic), all);
  add_thresholds(class_rule::bytes_above, std::move(traffic), all);
  return all;
}

}  // namespace calib::fit
