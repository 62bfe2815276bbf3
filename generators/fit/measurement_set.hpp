#pragma once
/// Measured shapes of one operation, each once.

#include <cstddef>
#include <string>
#include <vector>

#include "calib/precision.hpp"

namespace calib::fit {

struct measured_shape {
  std::vector<std::size_t> dims;
  double latency_s = 0;  ///< median of the rows of this shape
  std::size_t rows = 1;
  bool disturbed = false;  ///< there was evidence against every sample of it
};

struct measurement_set {
  std::string operation;
  calib::precision precision = calib::precision::f32;
  std::vector<std::string> dimensions;
  std::vector<measured_shape> shapes;  ///< in the order of their first row
  /// Median, over shapes with several rows, of (largest - smallest) / (2 median); 0 when no shape repeats.
  double noise = 0;
  std::size_t repeated_shapes = 0;
  /// Of a form: the shapes that became it, before those at the same dimensions were merged. Empty otherwise.
  std::vector<measured_shape> before_merging;

  /// What was measured, each shape of the operation that was measured by itself.
  const std::vector<measured_shape>& measured() const { return before_merging.empty() ? shapes : before_merging; }
};

/// Adds the rows to a set without shapes: rows of one shape become one, with the median of their latencies, and what
/// they spread is noted as the set's noise.
void add_merged(const std::vector<measured_shape>& rows, measurement_set& set);

/// A set for each form of a lowered operation that occurs among its shapes, in the order of the first one; a measured
/// operation's set as it is. Shapes of one form at the same dimensions are merged: noise and repeated shapes are then
/// theirs.
std::vector<measurement_set> split_by_form(const measurement_set& set);

}  // namespace calib::fit
