#include "fit/axis_steps.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>

#include "statistics/statistics.hpp"

namespace calib::fit {
namespace {

// Above, a unit more is a small part of the work, and the search for phases and classes finds what there is.
constexpr std::uint64_t largest_below = 16;
constexpr std::size_t enough_pairs = 3;
// Between sizes farther apart than this, latency may change as much without a step.
constexpr double most_octaves_of_step = 2;
// Mean difference, as a logarithm, that is worth a step,
constexpr double least_difference = 0.1;
// and how many times the usual one it is.
constexpr double times_usual = 3;

// Sizes on either side of a step are at most so far apart: what is measured on one side then says little of the other,
// as lengths of processes are a few octaves.
constexpr double most_octaves_apart = 8;
// Sizes that do not differ at all are as far apart as this share of their logarithms.
constexpr double least_share = 0.1;

struct neighbours {
  std::uint64_t below = 0, above = 0;
  std::optional<double> difference;  ///< mean |difference of logarithms of latency|, where there are enough pairs

  double octaves() const {
    return std::log2(static_cast<double>(above) / static_cast<double>(std::max<std::uint64_t>(below, 1)));
  }
};

// Of all sizes that occur on an axis.
std::vector<neighbours> neighbours_on(std::span<const shape> shapes, const Eigen::VectorXd& values, std::size_t axis) {
  std::map<shape, std::map<std::uint64_t, double>> lines;    // rows that are alike but for the size
  std::map<std::uint64_t, std::vector<double>> differences;  // by the smaller size
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    shape others = shapes[i];
    others[axis] = 0;
    lines[others][shapes[i][axis]] = values[static_cast<Eigen::Index>(i)];
    differences[shapes[i][axis]];
  }
  for (const auto& [others, line] : lines) {
    for (auto at = line.begin(), next = std::next(at); next != line.end(); ++at, ++next) {
      const auto size = differences.find(at->first);
      const bool adjacent = std::next(size)->first == next->first;  // no other row has a size between
      if (adjacent) size->second.push_back(std::abs(next->second - at->second));
    }
  }
  std::vector<neighbours> all;
  for (auto at = differences.begin(), next = std::next(at); next != differences.end(); ++at, ++next) {
    all.push_back({at->first, next->first, {}});
    if (at->second.size() >= enough_pairs) all.back().difference = statistics::mean(at->second);
  }
  return all;
}

std::vector<axis_step> steps_between(const std::vector<neighbours>& all) {
  std::vector<double> differences;
  for (const neighbours& one : all) {
    if (one.difference) differences.push_back(*one.difference);
  }
  std::vector<axis_step> steps;
  if (differences.size() < 2) return steps;
  const double least = std::max(least_difference, times_usual * statistics::median(differences));
  for (const neighbours& one : all) {
    if (one.below <= largest_below && one.octaves() <= most_octaves_of_step && one.difference > least)
      steps.push_back({one.below, one.above});
  }
  return steps;
}

// Between places the square of a difference grows with their distance, as that of a process with kinks does. Together
// sizes are as far apart as their logarithms, but for the steps.
void put_apart(const std::vector<neighbours>& all, stepped_axis& axis) {
  const auto is_step = [&axis](const neighbours& one) {
    return std::ranges::find(axis.steps, axis_step{one.below, one.above}) != axis.steps.end();
  };
  double octaves = 0, squares = 0;
  for (const neighbours& one : all) {
    if (!one.difference || is_step(one)) continue;
    octaves += one.octaves();
    squares += *one.difference * *one.difference;
  }
  const double octaves_of_square = squares > 0 ? octaves / squares : 0;
  axis.octaves = axis.places = {std::log2(static_cast<double>(std::max<std::uint64_t>(all.front().below, 1)))};
  for (const neighbours& one : all) {
    double apart = one.octaves();
    if (is_step(one)) {
      apart += most_octaves_apart;
    } else if (one.difference) {
      apart = std::clamp(*one.difference * *one.difference * octaves_of_square, least_share * apart,
                         apart + most_octaves_apart);
    }
    axis.octaves.push_back(axis.octaves.back() + one.octaves());
    axis.places.push_back(axis.places.back() + apart);
  }
}

double place_of(const stepped_axis& axis, double octaves) {
  const auto above = std::ranges::upper_bound(axis.octaves, octaves);
  const auto last = std::ssize(axis.octaves) - 1;
  const auto low = std::clamp<std::ptrdiff_t>(above - axis.octaves.begin() - 1, 0, last);
  const auto at = static_cast<std::size_t>(low);
  const double beyond = octaves - axis.octaves[at];
  if (low == last || beyond <= 0) return axis.places[at] + beyond;
  return axis.places[at] + beyond * (axis.places[at + 1] - axis.places[at]) / (axis.octaves[at + 1] - axis.octaves[at]);
}

double shift_without_phase(const stepped_axis& axis, std::size_t size) {
  const double octaves = std::log2(static_cast<double>(std::max<std::size_t>(size, 1)));
  return place_of(axis, octaves) - octaves;
}

double steps_below(const stepped_axis& axis, std::size_t size) {
  return static_cast<double>(
      std::ranges::count_if(axis.steps, [size](const axis_step& one) { return size >= one.above; }));
}

}  // namespace

stepped_axes find_steps(std::span<const shape> shapes, const Eigen::VectorXd& values) {
  stepped_axes axes(shapes.front().size());
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    const std::vector<neighbours> all = neighbours_on(shapes, values, axis);
    axes[axis].steps = steps_between(all);
    if (axes[axis].any()) put_apart(all, axes[axis]);
  }
  return axes;
}

feature_matrix shifts_of(std::span<const shape> shapes, const stepped_axes& axes, std::span<const axis_phase> phases) {
  feature_matrix shifts = feature_matrix::Zero(std::ssize(shapes), std::ssize(phases));
  for (std::size_t axis = 0; axis < axes.size(); ++axis) {
    if (!axes[axis].any()) continue;
    for (std::size_t i = 0; i < shapes.size(); ++i) {
      const std::size_t size = shapes[i][axis];
      double& shift = shifts(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(axis));
      shift = phases[axis].any() ? most_octaves_apart * steps_below(axes[axis], size)
                                 : shift_without_phase(axes[axis], size);
    }
  }
  return shifts;
}

}  // namespace calib::fit
