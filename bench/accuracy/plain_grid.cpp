#include "plain_grid.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

#include "multilinear.hpp"
#include "sample.hpp"

namespace calib::bench {
namespace {

double octaves(const std::set<std::size_t>& sizes) {
  const double first = static_cast<double>(std::max<std::size_t>(*sizes.begin(), 1));
  return std::log2(std::max(static_cast<double>(*sizes.rbegin()), 1.0) / first);
}

std::size_t nearest_size(const std::set<std::size_t>& sizes, double wanted) {
  return *std::min_element(sizes.begin(), sizes.end(), [&](std::size_t a, std::size_t b) {
    return std::abs(static_cast<double>(a) - wanted) < std::abs(static_cast<double>(b) - wanted);
  });
}

std::vector<std::uint64_t> knots_among(const std::set<std::size_t>& sizes, std::size_t count) {
  std::set<std::uint64_t> knots;
  const double first = static_cast<double>(std::max<std::size_t>(*sizes.begin(), 1));
  for (std::size_t i = 0; i < count; ++i) {
    const double part = count == 1 ? 0.5 : static_cast<double>(i) / static_cast<double>(count - 1);
    knots.insert(nearest_size(sizes, first * std::exp2(part * octaves(sizes))));
  }
  if (count > 1) knots.insert(*sizes.begin());  // 0, where it occurs
  return {knots.begin(), knots.end()};
}

struct measured_grid {
  plan::grid axes;
  std::vector<fit::shape> shapes;  ///< of its points
  sample rows;                     ///< nearest to the points, each once
  std::vector<double> latency_s;   ///< of the points
};

measured_grid measure(const fit::measurement_set& seen, std::size_t points) {
  const plan::grid axes = plain_axes(seen, points);
  const std::vector<fit::shape> shapes = plan::shapes_of(axes);
  std::vector<std::size_t> rows;
  for (const fit::shape& one : shapes) rows.push_back(nearest(seen, one));
  const std::set<std::size_t> each_once(rows.begin(), rows.end());
  measured_grid grid{axes, shapes, sample(seen, {each_once.begin(), each_once.end()}), {}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const fit::measured_shape& row = seen.shapes[rows[i]];
    const double moved = grid.rows.roofline(shapes[i]) / grid.rows.roofline(row.dims);
    grid.latency_s.push_back(row.latency_s * moved);
  }
  return grid;
}

fit::shape moved_into(const plan::grid& axes, fit::shape shape) {
  for (std::size_t d = 0; d < shape.size(); ++d) {
    shape[d] = std::clamp<std::size_t>(shape[d], axes[d].knots.front(), axes[d].knots.back());
  }
  return shape;
}

double linear(std::uint64_t size) { return static_cast<double>(size); }
double logarithmic(std::uint64_t size) { return std::log2(static_cast<double>(std::max<std::uint64_t>(size, 1))); }

/// What is interpolated is to_value(latency, roofline), and to_latency(value, roofline) makes a latency of it.
predictor interpolated(const fit::measurement_set& seen, const fit::model_options& options,
                       double (*coordinate)(std::uint64_t), double (*to_value)(double, double),
                       double (*to_latency)(double, double)) {
  const auto grid = std::make_shared<const measured_grid>(measure(seen, options.max_points));
  std::vector<std::vector<double>> axes;
  for (const auto& axis : grid->axes) {
    std::vector<double>& knots = axes.emplace_back();
    for (const std::uint64_t knot : axis.knots) knots.push_back(coordinate(knot));
  }
  std::vector<double> values;
  for (std::size_t i = 0; i < grid->shapes.size(); ++i) {
    values.push_back(to_value(grid->latency_s[i], grid->rows.roofline(grid->shapes[i])));
  }
  return [=](std::span<const fit::shape> shapes) {
    std::vector<double> latency_s;
    for (const fit::shape& one : shapes) {
      const fit::shape inside = moved_into(grid->axes, one);
      std::vector<double> where;
      for (const std::size_t size : inside) where.push_back(coordinate(size));
      const double roofline = grid->rows.roofline(inside);
      const double there = to_latency(multilinear(axes, values, where), roofline);
      latency_s.push_back(there * (grid->rows.roofline(one) / roofline));
    }
    return latency_s;
  };
}

}  // namespace

plan::grid plain_axes(const fit::measurement_set& set, std::size_t points) {
  std::vector<std::set<std::size_t>> sizes(set.dimensions.size());
  for (const fit::measured_shape& one : set.shapes) {
    for (std::size_t d = 0; d < sizes.size(); ++d) sizes[d].insert(one.dims[d]);
  }
  std::vector<std::vector<std::uint64_t>> knots;
  for (const auto& of_axis : sizes) knots.push_back(knots_among(of_axis, 1));
  // One knot after another, where the gaps are widest, as long as there are points for it.
  for (bool grown = true; grown;) {
    grown = false;
    std::vector<std::size_t> by_gap(knots.size());
    for (std::size_t d = 0; d < by_gap.size(); ++d) by_gap[d] = d;
    const auto gap = [&](std::size_t d) { return octaves(sizes[d]) / static_cast<double>(knots[d].size()); };
    std::stable_sort(by_gap.begin(), by_gap.end(), [&](std::size_t a, std::size_t b) { return gap(a) > gap(b); });
    for (const std::size_t d : by_gap) {
      if (knots[d].size() == sizes[d].size()) continue;
      std::size_t others = 1;
      for (std::size_t e = 0; e < knots.size(); ++e) others *= e == d ? 1 : knots[e].size();
      auto longer = knots_among(sizes[d], knots[d].size() + 1);
      if (longer.size() <= knots[d].size() || others * longer.size() > points) continue;
      knots[d] = std::move(longer);
      grown = true;
      break;
    }
  }
  plan::grid axes;
  for (std::size_t d = 0; d < knots.size(); ++d) axes.push_back({set.dimensions[d], knots[d]});
  return axes;
}

predictor trilinear_latency(const fit::measurement_set& seen, const fit::model_options& options) {
  return interpolated(
      seen, options, linear, [](double latency, double) { return latency; },
      [](double value, double) { return value; });
}

predictor trilinear_utilisation(const fit::measurement_set& seen, const fit::model_options& options) {
  return interpolated(
      seen, options, linear, [](double latency, double roofline) { return roofline / latency; },
      [](double value, double roofline) { return roofline / value; });
}

predictor trilinear_logarithms(const fit::measurement_set& seen, const fit::model_options& options) {
  return interpolated(
      seen, options, logarithmic, [](double latency, double) { return std::log(latency); },
      [](double value, double) { return std::exp(value); });
}

}  // namespace calib::bench
