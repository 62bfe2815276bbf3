#include "fit/knots.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

namespace calib::fit {
namespace {

// Up to this many sizes that occur are all candidates: they are lattices, whose sizes were chosen with a reason.
constexpr std::size_t most_occurring = 90;
// Candidates for each doubling of a size. Grids of one or two axes can afford more.
constexpr double candidates_an_octave = 3, candidates_an_octave_of_few_axes = 8;
// Up to this, sizes that occur are candidates in any case. A unit more is a large part of the work, and libraries treat
// single small sizes as cases of their own.
constexpr std::uint64_t largest_small_size = 16;
// What the smooth function is sampled at before thinning; a minute for the largest models.
constexpr std::size_t most_candidate_points = 150'000;
// What taking out a knot may cost, as a mean relative error over all knots of its axis: twenty such are less than what
// any model is off by.
constexpr double unnoticed_loss = 2e-4;
// Where another axis keeps more knots than this, the cost of a knot is judged at every second of them.
constexpr std::size_t most_judging_knots = 24;

std::size_t varying(const plan::grid& axes) {
  return static_cast<std::size_t>(
      std::count_if(axes.begin(), axes.end(), [](const auto& axis) { return axis.knots.size() > 1; }));
}

std::vector<std::uint64_t> spaced(std::uint64_t first, std::uint64_t last, double an_octave) {
  std::set<std::uint64_t> knots{first, last};
  // 0 (no padding) has no logarithm: the others are spaced from 1.
  const auto from = static_cast<double>(std::max<std::uint64_t>(first, 1));
  const double octaves = std::log2(static_cast<double>(last) / from);
  const double steps = std::ceil(octaves * an_octave);
  for (double i = 0; i <= steps; ++i) {
    knots.insert(static_cast<std::uint64_t>(std::llround(from * std::exp2(octaves * i / steps))));
  }
  return {knots.begin(), knots.end()};
}

// The axis in effective coordinates, between the last tile filled before the smallest size (or what 1 counts as) and
// the first filled after the largest.
profile_io::axis_data under_phase(const profile_io::axis_data& axis, const axis_phase& phase) {
  std::set<std::uint64_t> counted;
  for (const std::uint64_t size : axis.knots) counted.insert(static_cast<std::uint64_t>(phase.effective(size)));
  const std::uint64_t smallest = axis.knots.front(), largest = axis.knots.back(), period = phase.period;
  counted.insert(smallest < period ? static_cast<std::uint64_t>(phase.effective(1)) : smallest / period * period);
  counted.insert((largest + period - 1) / period * period);
  return {axis.name, {counted.begin(), counted.end()}, phase};
}

// Knots that stay candidates: each small size that occurs is a step of its own, until the process says otherwise.
std::size_t small_sizes(const profile_io::axis_data& axis) {
  if (axis.phase) return 0;
  return static_cast<std::size_t>(std::ranges::upper_bound(axis.knots, largest_small_size) - axis.knots.begin());
}

std::size_t large_sizes(const profile_io::axis_data& axis) { return axis.knots.size() - small_sizes(axis); }

void add_small_sizes(profile_io::axis_data& axis, const std::vector<std::uint64_t>& occurring) {
  if (axis.phase) return;
  std::set<std::uint64_t> all(axis.knots.begin(), axis.knots.end());
  for (const std::uint64_t size : occurring) {
    if (size <= largest_small_size) all.insert(size);
  }
  axis.knots.assign(all.begin(), all.end());
}

// Every second of the others, and the last.
void halve(profile_io::axis_data& axis) {
  const std::size_t small = small_sizes(axis);
  std::vector<std::uint64_t> kept(axis.knots.begin(), axis.knots.begin() + static_cast<std::ptrdiff_t>(small));
  for (std::size_t i = small; i + 1 < axis.knots.size(); i += 2) kept.push_back(axis.knots[i]);
  kept.push_back(axis.knots.back());
  axis.knots = std::move(kept);
}

/// A grid of which some knots are taken out, and what taking out each of the others would cost.
class thinning {
 public:
  thinning(const sampled_grid& full, std::span<const std::set<std::uint64_t>> indispensable)
      : full_(full), indispensable_(indispensable), kept_(full.axes.size()), cost_(full.axes.size()) {
    strides_.assign(full.axes.size(), 1);
    for (std::size_t a = full.axes.size(); a-- > 1;) strides_[a - 1] = strides_[a] * full.axes[a].knots.size();
    for (std::size_t a = 0; a < kept_.size(); ++a) {
      for (std::size_t k = 0; k < full.axes[a].knots.size(); ++k) kept_[a].push_back(k);
    }
    for (std::size_t a = 0; a < kept_.size(); ++a) {
      cost_[a].assign(kept_[a].size(), std::numeric_limits<double>::infinity());
      for (std::size_t at = 1; at + 1 < kept_[a].size(); ++at) cost_[a][at] = cost_of(a, at);
    }
  }

  std::size_t points() const {
    std::size_t product = 1;
    for (const auto& knots : kept_) product *= knots.size();
    return product;
  }

  /// Of taking out the cheapest knot, as a mean over all original knots of its axis. Infinite where only
  /// knots that stay are left.
  double least_loss() const {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < cost_.size(); ++a) {
      const double cheapest = *std::min_element(cost_[a].begin(), cost_[a].end());
      least = std::min(least, cheapest / static_cast<double>(full_.axes[a].knots.size()));
    }
    return least;
  }

  /// False where only knots that stay are left.
  bool take_out_cheapest() {
    std::size_t axis = 0, position = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t a = 0; a < cost_.size(); ++a) {
      for (std::size_t at = 0; at < cost_[a].size(); ++at) {
        const double cost = cost_[a][at] * share_of_knots(a);
        if (cost >= least) continue;
        least = cost;
        axis = a;
        position = at;
      }
    }
    if (!std::isfinite(least)) return false;
    kept_[axis].erase(kept_[axis].begin() + static_cast<std::ptrdiff_t>(position));
    cost_[axis].erase(cost_[axis].begin() + static_cast<std::ptrdiff_t>(position));
    // Only the neighbours' own neighbours have changed.
    for (const std::size_t at : {position - 1, position}) {
      if (at > 0 && at + 1 < kept_[axis].size()) cost_[axis][at] = cost_of(axis, at);
    }
    return true;
  }

  sampled_grid result() const {
    sampled_grid left;
    for (std::size_t a = 0; a < kept_.size(); ++a) {
      left.axes.push_back({full_.axes[a].name, {}, full_.axes[a].phase});
      for (const std::size_t k : kept_[a]) left.axes.back().knots.push_back(full_.axes[a].knots[k]);
    }
    for (const std::size_t offset : combined(kept_, kept_.size())) left.values.push_back(full_.values[offset]);
    return left;
  }

 private:
  // A knot of an axis with few is worth more points, and what is lost there is a larger part of what the axis holds.
  double share_of_knots(std::size_t axis) const {
    if (indispensable_.empty()) return 1;
    return static_cast<double>(kept_[axis].size()) / static_cast<double>(full_.axes[axis].knots.size());
  }

  // Places in the values for every combination of these knots, those of one axis left out (of none: its number is
  // rank).
  std::vector<std::size_t> combined(const std::vector<std::vector<std::size_t>>& knots, std::size_t without) const {
    std::vector<std::size_t> offsets{0};
    for (std::size_t a = 0; a < knots.size(); ++a) {
      if (a == without) continue;
      std::vector<std::size_t> longer;
      longer.reserve(offsets.size() * knots[a].size());
      for (const std::size_t offset : offsets) {
        for (const std::size_t k : knots[a]) longer.push_back(offset + k * strides_[a]);
      }
      offsets = std::move(longer);
    }
    return offsets;
  }

  // Sum over the original knots between the neighbours of a kept one, of what interpolation between these neighbours
  // would lose there: mean |log(interpolated / value)| along the other axes.
  double cost_of(std::size_t axis, std::size_t position) const {
    if (axis < indispensable_.size() && indispensable_[axis].contains(full_.axes[axis].knots[kept_[axis][position]])) {
      return std::numeric_limits<double>::infinity();
    }
    std::vector<std::vector<std::size_t>> judging = kept_;
    for (auto& knots : judging) {
      if (knots.size() <= most_judging_knots) continue;
      std::vector<std::size_t> every_second;
      for (std::size_t i = 0; i < knots.size(); i += 2) every_second.push_back(knots[i]);
      knots = std::move(every_second);
    }
    const std::vector<std::size_t> offsets = combined(judging, axis);
    const auto& knots = full_.axes[axis].knots;
    const std::size_t before = kept_[axis][position - 1], after = kept_[axis][position + 1];
    const auto size = [&](std::size_t k) { return static_cast<double>(knots[k]); };
    double sum = 0;
    for (std::size_t k = before + 1; k < after; ++k) {
      const double part = (size(k) - size(before)) / (size(after) - size(before));
      for (const std::size_t offset : offsets) {
        const double* value = full_.values.data() + offset;
        const double low = value[before * strides_[axis]], high = value[after * strides_[axis]];
        sum += std::abs(std::log((low + part * (high - low)) / value[k * strides_[axis]]));
      }
    }
    return sum / static_cast<double>(offsets.size());
  }

  const sampled_grid& full_;
  std::span<const std::set<std::uint64_t>> indispensable_;
  std::vector<std::size_t> strides_;
  std::vector<std::vector<std::size_t>> kept_;  ///< for each axis, indices into its original knots
  std::vector<std::vector<double>> cost_;       ///< parallel to kept_; infinite for those that stay
};

}  // namespace

plan::grid candidate_knots(const std::vector<std::string>& dimensions, std::span<const shape> shapes,
                           std::span<const axis_phase> phases, std::size_t grids) {
  plan::grid axes;
  for (std::size_t d = 0; d < dimensions.size(); ++d) {
    std::set<std::uint64_t> sizes;
    for (const shape& one : shapes) sizes.insert(one[d]);
    axes.push_back({dimensions[d], {sizes.begin(), sizes.end()}});
    if (phases[d].any()) axes.back() = under_phase(axes.back(), phases[d]);
  }
  const double an_octave = varying(axes) <= 2 ? candidates_an_octave_of_few_axes : candidates_an_octave;
  for (auto& axis : axes) {
    if (axis.knots.size() <= most_occurring) continue;
    const std::vector<std::uint64_t> occurring = std::move(axis.knots);
    axis.knots = spaced(occurring.front(), occurring.back(), an_octave);
    add_small_sizes(axis, occurring);
  }
  while (grids * plan::points_of(axes) > most_candidate_points) {
    auto& longest = *std::ranges::max_element(axes, {}, large_sizes);
    if (large_sizes(longest) <= 2) break;
    halve(longest);
  }
  return axes;
}

plan::grid widened(plan::grid axes) {
  constexpr std::uint64_t factor = 4;
  for (auto& axis : axes) {
    if (axis.knots.size() < 2) continue;  // nothing is known of how latency depends on it
    const std::uint64_t first = axis.knots.front(), last = axis.knots.back();
    const std::uint64_t period = axis.phase ? axis.phase->period : 1;
    const std::uint64_t below = first / factor / period * period;
    axis.measured = {first, last};
    if (below > 0) axis.knots.insert(axis.knots.begin(), below);
    axis.knots.push_back(last * factor);
  }
  return axes;
}

std::size_t enough_grid_points(const plan::grid& axes) {
  constexpr std::size_t by_axes[] = {1, 60, 1000, 4000, 8000};
  return by_axes[std::min(varying(axes), std::size(by_axes) - 1)];
}

sampled_grid thinned(const sampled_grid& full, std::size_t enough_points, std::size_t most_points,
                     std::span<const std::set<std::uint64_t>> indispensable) {
  thinning left(full, indispensable);
  while (left.points() > most_points && left.take_out_cheapest()) continue;
  while (left.points() > enough_points && left.least_loss() < unnoticed_loss && left.take_out_cheapest()) continue;
  return left.result();
}

}  // namespace calib::fit
