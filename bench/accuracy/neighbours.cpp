#include "neighbours.hpp"

#include <cmath>
#include <limits>
#include <memory>

#include "sample.hpp"

namespace calib::bench {
namespace {

/// Roofline over the utilisation that `utilisation_at` tells of each shape.
template <class Utilisation>
predictor from_utilisation(const fit::measurement_set& seen, const fit::model_options& options,
                           Utilisation utilisation_at) {
  const auto points = std::make_shared<const sample>(drawn(seen, options.max_points, options.seed));
  return [points, utilisation_at](std::span<const fit::shape> shapes) {
    std::vector<double> latency_s;
    for (const fit::shape& one : shapes) latency_s.push_back(points->roofline(one) / utilisation_at(*points, one));
    return latency_s;
  };
}

}  // namespace

predictor roofline_only(const fit::measurement_set& seen, const fit::model_options& options) {
  return from_utilisation(seen, options, [](const sample&, const fit::shape&) { return 1.0; });
}

predictor nearest_neighbour(const fit::measurement_set& seen, const fit::model_options& options) {
  return from_utilisation(seen, options, [](const sample& points, const fit::shape& at) {
    double least = std::numeric_limits<double>::infinity(), utilisation = 1;
    for (std::size_t i = 0; i < points.shapes().size(); ++i) {
      const double far = distance(points.shapes()[i], at);
      if (far >= least) continue;
      least = far;
      utilisation = points.utilisation(i);
    }
    return utilisation;
  });
}

predictor inverse_distance(const fit::measurement_set& seen, const fit::model_options& options) {
  return from_utilisation(seen, options, [](const sample& points, const fit::shape& at) {
    constexpr double at_least = 1e-12;  // a measurement of this very shape outweighs all others
    double sum = 0, weights = 0;
    for (std::size_t i = 0; i < points.shapes().size(); ++i) {
      const double squared = std::max(distance(points.shapes()[i], at), at_least);
      const double weight = 1 / (squared * squared);
      sum += weight * std::log(points.utilisation(i));
      weights += weight;
    }
    return std::exp(sum / weights);
  });
}

}  // namespace calib::bench
