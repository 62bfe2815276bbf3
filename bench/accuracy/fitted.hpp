#pragma once
/// What calib itself does with measurements made elsewhere.

#include "method.hpp"

namespace calib::bench {

/// The Gaussian process, asked itself.
predictor process(const fit::measurement_set& seen, const fit::model_options& options);

/// The tables `calib import` makes, asked through a profile.
predictor tables(const fit::measurement_set& seen, const fit::model_options& options);

}  // namespace calib::bench
