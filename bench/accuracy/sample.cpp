#include "sample.hpp"

#include <algorithm>
#include <cmath>
#include <random>

#include "fit/draw_rows.hpp"
#include "profile_io/operations.hpp"

namespace calib::bench {

double distance(std::span<const std::size_t> a, std::span<const std::size_t> b) {
  double sum = 0;
  for (std::size_t d = 0; d < a.size(); ++d) {
    // The smallest dimension there is, a pad of 0, has no logarithm: it counts as 1.
    const double x = static_cast<double>(std::max<std::size_t>(a[d], 1));
    const double y = static_cast<double>(std::max<std::size_t>(b[d], 1));
    const double octaves = std::log2(x / y);
    sum += octaves * octaves;
  }
  return sum;
}

std::size_t nearest(const fit::measurement_set& set, std::span<const std::size_t> shape) {
  const auto found = std::min_element(set.shapes.begin(), set.shapes.end(), [&](const auto& a, const auto& b) {
    return distance(a.dims, shape) < distance(b.dims, shape);
  });
  return static_cast<std::size_t>(found - set.shapes.begin());
}

sample::sample(const fit::measurement_set& set, const std::vector<std::size_t>& rows)
    : operation_(set.operation), precision_(set.precision) {
  std::vector<double> latency_s;
  std::vector<cost> work;
  for (const std::size_t row : rows) {
    shapes_.push_back(set.shapes[row].dims);
    latency_s.push_back(set.shapes[row].latency_s);
    work.push_back(profile_io::work_of(operation_, precision_, shapes_.back()));
  }
  base_ = fit::fit_base(work, latency_s);
  for (std::size_t i = 0; i < shapes_.size(); ++i) utilisation_.push_back(roofline(shapes_[i]) / latency_s[i]);
}

double sample::roofline(const fit::shape& shape) const {
  return base_(profile_io::work_of(operation_, precision_, shape));
}

sample drawn(const fit::measurement_set& set, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::size_t> rows;
  for (const Eigen::Index row : fit::draw_rows(std::ssize(set.shapes), static_cast<Eigen::Index>(count), random)) {
    rows.push_back(static_cast<std::size_t>(row));
  }
  return {set, rows};
}

}  // namespace calib::bench
