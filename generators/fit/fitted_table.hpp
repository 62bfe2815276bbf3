#pragma once
/// A grid table from scattered measurements, with its error on shapes it was not built from.

#include <vector>

#include "fit/latency_model.hpp"
#include "fit/measurement_set.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::fit {

/// Axes, latencies, points and error of a table fitted to the set; operation and precision from the set. The error is
/// cross-validated: fitted to a part, grid and all, and compared with the rest.
profile_io::table_data fit_table(const measurement_set& set, const model_options& options);

/// The same for each form of a lowered operation that occurs in the set; they share the points. One table for a
/// measured operation.
std::vector<profile_io::table_data> fit_tables(const measurement_set& set, const model_options& options);

}  // namespace calib::fit
