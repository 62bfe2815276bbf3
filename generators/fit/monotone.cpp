#include "fit/monotone.hpp"

#include <algorithm>
#include <cmath>

namespace calib::fit {
namespace {

// Each pass leaves less for the next; without known falls one of each axis is enough.
constexpr std::size_t most_pooling_passes = 8;
// Falls of logarithms that rounding, or the digits that a table is written with, may make or hide.
constexpr double unnoticed_fall = 1e-6;
// Of a logarithm: no measurement is better known than to a millionth.
constexpr double least_variance = 1e-12;

/// Values along one axis of a grid, all others held.
struct grid_line {
  std::size_t first = 0, stride = 0, size = 0;

  std::size_t at(std::size_t knot) const { return first + knot * stride; }
};

std::vector<grid_line> lines_along(const plan::grid& axes, std::size_t axis) {
  std::size_t stride = 1;
  for (std::size_t a = axis + 1; a < axes.size(); ++a) stride *= axes[a].knots.size();
  const std::size_t size = axes[axis].knots.size();
  std::vector<grid_line> lines;
  for (std::size_t block = 0; block < plan::points_of(axes); block += size * stride) {
    for (std::size_t i = 0; i < stride; ++i) lines.push_back({block + i, stride, size});
  }
  return lines;
}

/// Neighbours from a peak down to a trough.
struct falling_run {
  grid_line line;
  std::size_t peak = 0, trough = 0;
};

bool falls(const std::vector<double>& logs, const grid_line& line, std::size_t knot) {
  return logs[line.at(knot)] > logs[line.at(knot + 1)] + unnoticed_fall;
}

std::vector<falling_run> falling_runs(const std::vector<double>& logs, const std::vector<grid_line>& lines) {
  std::vector<falling_run> runs;
  for (const grid_line& line : lines) {
    for (std::size_t knot = 0; knot + 1 < line.size; ++knot) {
      if (!falls(logs, line, knot)) continue;
      const std::size_t peak = knot;
      while (knot + 1 < line.size && falls(logs, line, knot)) ++knot;
      runs.push_back({line, peak, knot});
    }
  }
  return runs;
}

/// For each place, whether the fall from there to the next along an axis is known.
std::vector<bool> known_falls(const std::vector<falling_run>& runs, const std::vector<plan::shape>& places,
                              const fall_judge& judge) {
  std::vector<plan::shape> peaks, troughs;
  for (const falling_run& run : runs) {
    peaks.push_back(places[run.line.at(run.peak)]);
    troughs.push_back(places[run.line.at(run.trough)]);
  }
  std::vector<bool> known(places.size());
  if (runs.empty()) return known;
  const std::vector<bool> answers = judge(peaks, troughs);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    for (std::size_t knot = runs[i].peak; knot < runs[i].trough; ++knot) known[runs[i].line.at(knot)] = answers[i];
  }
  return known;
}

/// Values that were made equal.
struct pool {
  double mean = 0, weight = 0;
  std::size_t count = 0;
  bool after_known_fall = false;

  void add(const pool& other) {
    mean = (weight * mean + other.weight * other.mean) / (weight + other.weight);
    weight += other.weight;
    count += other.count;
  }
};

/// Logarithms of a grid's values, and how much is known of each.
struct weighted_logs {
  std::vector<double> values, weights;
};

// Pool adjacent violators, between known falls. Whether there were any.
bool pool_line(weighted_logs& logs, const grid_line& line, const std::vector<bool>& known) {
  std::vector<pool> pools;
  for (std::size_t knot = 0; knot < line.size; ++knot) {
    const std::size_t at = line.at(knot);
    pools.push_back({logs.values[at], logs.weights[at], 1, knot > 0 && known[line.at(knot - 1)]});
    while (pools.size() > 1 && !pools.back().after_known_fall) {
      pool& before = pools[pools.size() - 2];
      if (before.mean <= pools.back().mean + unnoticed_fall) break;
      before.add(pools.back());
      pools.pop_back();
    }
  }
  std::size_t knot = 0;
  for (const pool& one : pools) {
    for (std::size_t i = 0; i < one.count; ++i) logs.values[line.at(knot++)] = one.mean;
  }
  return pools.size() < line.size;
}

}  // namespace

void pool_falls(sampled_grid& grid, std::size_t first_axis, std::span<const double> variance, const fall_judge& known) {
  weighted_logs logs;
  for (const double value : grid.values) logs.values.push_back(std::log(value));
  for (const double one : variance) logs.weights.push_back(1 / std::max(one, least_variance));
  const std::vector<plan::shape> places = plan::shapes_of(grid.axes);
  std::vector<std::vector<grid_line>> lines;
  std::vector<std::vector<bool>> stay;
  for (std::size_t axis = first_axis; axis < grid.axes.size(); ++axis) {
    lines.push_back(lines_along(grid.axes, axis));
    stay.push_back(known_falls(falling_runs(logs.values, lines.back()), places, known));
  }
  bool any = true;
  for (std::size_t pass = 0; any && pass < most_pooling_passes; ++pass) {
    any = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      for (const grid_line& line : lines[i]) any = pool_line(logs, line, stay[i]) || any;
    }
  }
  for (std::size_t i = 0; i < logs.values.size(); ++i) grid.values[i] = std::exp(logs.values[i]);
}

}  // namespace calib::fit
