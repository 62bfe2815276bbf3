#pragma once
/// The yardstick: a grid picked beforehand, interpolated in three ways.

#include "method.hpp"
#include "plan/shapes.hpp"

namespace calib::bench {

/// At most `points` points: knots spaced evenly by logarithms between the smallest and the largest size of each
/// dimension, moved to sizes that occur; more for a dimension that spans more.
plan::grid plain_axes(const fit::measurement_set& set, std::size_t points);

/// Latency, on linear axes. A point of the grid that was not measured takes the utilisation of the nearest measurement;
/// so do shapes beyond the grid from its edge.
predictor trilinear_latency(const fit::measurement_set& seen, const fit::model_options& options);

/// Roofline over latency, on linear axes.
predictor trilinear_utilisation(const fit::measurement_set& seen, const fit::model_options& options);

/// The logarithm of latency, on logarithmic axes.
predictor trilinear_logarithms(const fit::measurement_set& seen, const fit::model_options& options);

}  // namespace calib::bench
