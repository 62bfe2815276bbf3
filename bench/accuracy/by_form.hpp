#pragma once
/// A method applied to each form of a lowered operation.

#include "method.hpp"

namespace calib::bench {

/// One predictor for each form that occurs; the points are shared as the shapes are. A measured operation has one.
/// Asked only for forms that occur in `seen`.
predictor by_form(const method& way, const fit::measurement_set& seen, const fit::model_options& options);

}  // namespace calib::bench
