#pragma once
/// Methods that keep scattered measurements and ask those near a shape.

#include "method.hpp"

namespace calib::bench {

/// No neighbours at all: t0 + max(flops / P, bytes / W) fitted to measurements drawn at random.
predictor roofline_only(const fit::measurement_set& seen, const fit::model_options& options);

/// The utilisation of the nearest measurement.
predictor nearest_neighbour(const fit::measurement_set& seen, const fit::model_options& options);

/// Utilisation blended from all measurements, each by its inverse distance to the fourth power (Shepard's method).
predictor inverse_distance(const fit::measurement_set& seen, const fit::model_options& options);

}  // namespace calib::bench
