#pragma once
/// The measurements a simple method rests on, and the roofline t0 + max(flops / P, bytes / W) fitted to them.

#include <cstddef>
#include <span>
#include <vector>

#include "fit/base.hpp"
#include "fit/measurement_set.hpp"
#include "fit/shape_facts.hpp"

namespace calib::bench {

/// How far apart two shapes are: squared, over base-2 logarithms of their dimensions.
double distance(std::span<const std::size_t> a, std::span<const std::size_t> b);

/// The row of the set nearest to a shape.
std::size_t nearest(const fit::measurement_set& set, std::span<const std::size_t> shape);

class sample {
 public:
  /// Rows of the set, each at most once; at least one.
  sample(const fit::measurement_set& set, const std::vector<std::size_t>& rows);

  const std::vector<fit::shape>& shapes() const { return shapes_; }

  /// Seconds by the fitted roofline.
  double roofline(const fit::shape& shape) const;

  /// Roofline over measured latency.
  double utilisation(std::size_t position) const { return utilisation_[position]; }

 private:
  std::string operation_;
  precision precision_;
  std::vector<fit::shape> shapes_;
  fit::base_model base_;
  std::vector<double> utilisation_;
};

/// `count` rows of the set at random.
sample drawn(const fit::measurement_set& set, std::size_t count, std::uint64_t seed);

}  // namespace calib::bench
