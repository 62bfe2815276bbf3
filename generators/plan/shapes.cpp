#include "plan/shapes.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <random>
#include <set>
#include <string_view>

#include "plan/network_sizes.hpp"

namespace calib::plan {
namespace {

// A grid may hold fewer distinct shapes than are asked for, or few that are affordable: so many draws find most of
// them.
constexpr std::size_t attempts_a_shape = 20;

// Indices of knots, one for each axis, of a combination numbered as in shapes_of.
std::vector<std::size_t> knot_indices(const grid& axes, std::size_t combination) {
  std::vector<std::size_t> indices(axes.size());
  for (std::size_t a = axes.size(); a-- > 0;) {
    indices[a] = combination % axes[a].knots.size();
    combination /= axes[a].knots.size();
  }
  return indices;
}

// Dimensions whose sizes between the knots nobody uses: a window has 9 taps or 25, not 17.
constexpr std::string_view choices[] = {"taps", "kernel", "stride", "dilation"};

using sizes = std::span<const std::uint64_t>;

sizes within(sizes all, const profile_io::axis_data& axis) {
  const auto first = std::lower_bound(all.begin(), all.end(), axis.knots.front());
  const auto last = std::upper_bound(first, all.end(), axis.knots.back());
  return {first, last};
}

// The sizes to draw from; none: any.
sizes sizes_of(const profile_io::axis_data& axis, draw kind) {
  if (std::find(std::begin(choices), std::end(choices), axis.name) != std::end(choices)) return axis.knots;
  return kind == draw::random ? sizes{} : within(network_sizes(axis.name), axis);
}

// So many times as often as others are sizes that alias drawn to learn from: beside one in six, one in three.
constexpr std::size_t times_as_often = 3;

std::uint64_t one_of(sizes some, double share, sizes again) {
  const std::size_t draws = some.size() + (times_as_often - 1) * again.size();
  const std::size_t at = std::min(draws - 1, static_cast<std::size_t>(share * static_cast<double>(draws)));
  return at < some.size() ? some[at] : again[(at - some.size()) % again.size()];
}

// Channels of a group come in multiples of this: libraries have an algorithm for others that nobody's layers take.
constexpr std::uint64_t group_step = 4;

std::size_t multiple_near(double size, std::uint64_t step, const profile_io::axis_data& axis) {
  const auto steps = std::max<std::int64_t>(1, std::llround(size / static_cast<double>(step)));
  return std::clamp<std::size_t>(static_cast<std::size_t>(steps) * step, axis.knots.front(), axis.knots.back());
}

// The channels of a photograph, and the share of shapes with them, where an axis begins with them: every network has
// such a first layer, and libraries an algorithm for it. All other layers have at least so many.
constexpr std::uint64_t photograph_channels = 3, least_channels = 8;
constexpr double first_layers = 0.125;

bool is_of_photographs(const profile_io::axis_data& axis) {
  return axis.name == "in_channels" && axis.knots.front() == photograph_channels;
}

// Pixels are of images: a prime number of them would be one a pixel high, which windows mostly miss.
std::size_t square_near(double pixels, const profile_io::axis_data& axis) {
  const auto side = static_cast<std::size_t>(std::llround(std::sqrt(pixels)));
  return std::clamp<std::size_t>(side * side, axis.knots.front(), axis.knots.back());
}

// The size at a share of the way along the axis, from 0 to 1.
std::size_t size_at(double share, const profile_io::axis_data& axis, draw kind) {
  if (is_of_photographs(axis)) {
    if (share < first_layers) return photograph_channels;
    share = (share - first_layers) / (1 - first_layers);
  }
  if (const sizes some = sizes_of(axis, kind); !some.empty()) {
    return one_of(some, share, kind == draw::learned ? within(aliasing_sizes(axis.name), axis) : sizes{});
  }
  const std::uint64_t least =
      is_of_photographs(axis) ? std::min(least_channels, axis.knots.back()) : axis.knots.front();
  const double first = std::log(static_cast<double>(least));
  const double last = std::log(static_cast<double>(axis.knots.back()));
  const double size = std::exp(first + share * (last - first));
  if (axis.name == "pixels") return square_near(size, axis);
  if (axis.name == "group_in" || axis.name == "group_out") return multiple_near(size, group_step, axis);
  if (axis.name == "bytes") return multiple_near(size, bytes_step, axis);
  return static_cast<std::size_t>(std::llround(size));
}

std::size_t drawn_size(const profile_io::axis_data& axis, draw kind, std::mt19937_64& random) {
  return size_at(std::uniform_real_distribution<double>(0, 1)(random), axis, kind);
}

// The root above 1 of x^(dimensions + 1) = x + 1, whose negative powers are the steps of the recurrence.
double generalised_golden_ratio(std::size_t dimensions) {
  double root = 1.5;
  for (int step = 0; step < 50; ++step) root = std::pow(1 + root, 1.0 / static_cast<double>(dimensions + 1));
  return root;
}

}  // namespace

grid measured_part(grid axes) {
  for (auto& axis : axes) {
    if (!axis.measured) continue;
    std::erase_if(axis.knots,
                  [&](std::uint64_t knot) { return knot < axis.measured->first || knot > axis.measured->last; });
    axis.measured.reset();
  }
  return axes;
}

std::size_t points_of(const grid& axes) {
  std::size_t count = 1;
  for (const auto& axis : axes) count *= axis.knots.size();
  return count;
}

std::vector<shape> shapes_of(const grid& axes) {
  std::vector<shape> shapes(points_of(axes));
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const auto indices = knot_indices(axes, i);
    for (std::size_t a = 0; a < axes.size(); ++a) shapes[i].push_back(axes[a].knots[indices[a]]);
  }
  return shapes;
}

grid limited(grid axes, const affordable& wanted) {
  shape one;
  for (const auto& axis : axes) one.push_back(axis.knots.front());
  for (std::size_t a = 0; a < axes.size(); ++a) {
    auto& knots = axes[a].knots;
    for (one[a] = knots.back(); knots.size() > 1 && !wanted(one); one[a] = knots.back()) knots.pop_back();
    one[a] = knots.front();
  }
  return axes;
}

std::vector<shape> fresh_shapes(const grid& axes, std::size_t count, std::uint64_t seed, draw kind,
                                const affordable& wanted) {
  std::mt19937_64 random(seed);
  std::set<shape> drawn;
  for (std::size_t attempt = 0; drawn.size() < count && attempt < attempts_a_shape * count; ++attempt) {
    shape one;
    bool on_grid = true;
    for (const auto& axis : axes) {
      const std::size_t size = drawn_size(axis, kind, random);
      on_grid = on_grid && std::binary_search(axis.knots.begin(), axis.knots.end(), size);
      one.push_back(size);
    }
    if (!on_grid && wanted(one)) drawn.insert(std::move(one));
  }
  return {drawn.begin(), drawn.end()};
}

std::vector<shape> spread_shapes(const grid& axes, std::size_t count, std::uint64_t seed, const affordable& wanted) {
  std::mt19937_64 random(seed);
  std::uniform_real_distribution<double> anywhere(0, 1);
  std::vector<double> share, step;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    share.push_back(anywhere(random));
    step.push_back(std::pow(generalised_golden_ratio(axes.size()), -static_cast<double>(a + 1)));
  }
  std::set<shape> spread;
  for (std::size_t attempt = 0; spread.size() < count && attempt < attempts_a_shape * count; ++attempt) {
    shape one;
    for (std::size_t a = 0; a < axes.size(); ++a) {
      one.push_back(size_at(share[a], axes[a], draw::random));
      share[a] = std::fmod(share[a] + step[a], 1.0);
    }
    if (wanted(one)) spread.insert(std::move(one));
  }
  return {spread.begin(), spread.end()};
}

complete_part largest_complete_part(const grid& axes, const std::vector<bool>& have) {
  std::vector<std::vector<bool>> dropped(axes.size());
  for (std::size_t a = 0; a < axes.size(); ++a) dropped[a].assign(axes[a].knots.size(), false);

  const auto alive = [&](const std::vector<std::size_t>& indices) {
    for (std::size_t a = 0; a < indices.size(); ++a) {
      if (dropped[a][indices[a]]) return false;
    }
    return true;
  };

  for (;;) {
    std::vector<std::vector<std::size_t>> missing(axes.size()), total(axes.size());
    for (std::size_t a = 0; a < axes.size(); ++a) {
      missing[a].assign(axes[a].knots.size(), 0);
      total[a].assign(axes[a].knots.size(), 0);
    }
    for (std::size_t i = 0; i < have.size(); ++i) {
      const auto indices = knot_indices(axes, i);
      if (!alive(indices)) continue;
      for (std::size_t a = 0; a < axes.size(); ++a) {
        ++total[a][indices[a]];
        if (!have[i]) ++missing[a][indices[a]];
      }
    }
    double worst = 0;
    std::size_t axis = 0, knot = 0;
    for (std::size_t a = 0; a < axes.size(); ++a) {
      for (std::size_t k = 0; k < missing[a].size(); ++k) {
        if (total[a][k] == 0) continue;
        const double share = static_cast<double>(missing[a][k]) / static_cast<double>(total[a][k]);
        if (share > 0 && share >= worst) {  // of equals the last: large shapes are the ones missing
          worst = share;
          axis = a;
          knot = k;
        }
      }
    }
    if (worst == 0) break;
    dropped[axis][knot] = true;
  }

  complete_part part;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    part.axes.push_back({axes[a].name, {}});
    for (std::size_t k = 0; k < axes[a].knots.size(); ++k) {
      if (!dropped[a][k]) part.axes.back().knots.push_back(axes[a].knots[k]);
    }
  }
  for (std::size_t i = 0; i < have.size(); ++i) {
    // Without axes there is no knot to drop.
    if (have[i] && alive(knot_indices(axes, i))) part.kept.push_back(i);
  }
  return part;
}

}  // namespace calib::plan
