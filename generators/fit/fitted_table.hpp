#pragma once
/// A grid table from scattered measurements, with its error on shapes it was not built from.

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "calib/estimate.hpp"
#include "calib/loaded_profile.hpp"
#include "calib/shape_class.hpp"
#include "fit/latency_model.hpp"
#include "fit/measurement_set.hpp"
#include "plan/shapes.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::fit {

/// What a fit knows of an operation's latencies.
struct fitted_table {
  std::string operation;
  calib::precision precision = calib::precision::f32;
  plan::grid axes;  ///< in the order of the operation's dimensions
  shape_classes classes{};
  std::vector<double> latency_s;    ///< one per combination of knots, the last axis fastest, grid after grid (grid_of)
  std::size_t points = 0;           ///< measurements that the latencies rest on
  error_band error;                 ///< on shapes the table was not built from
  std::string error_method;         ///< "hold-out" or "5-fold"; empty where the error is unknown
  profile_io::misfit_data misfits;  ///< among all shapes measured
  double form_spread = 0;           ///< of a lowered operation's form: measurement_set::noise of shapes that became one
  std::size_t merged_shapes = 0;    ///< how many of the form's shapes are made of several measured ones
};

/// Where the error of a table is from. Cross-validated: a table is fitted to a part, grid and all, and compared with
/// the rest, up to five times.
enum class error_of_table : std::uint8_t { cross_validated, unknown };

/// A table fitted to the set, on up to so many threads. Without cross-validation it ends at the sizes measured.
fitted_table fit_table(const measurement_set& set, const model_options& options,
                       error_of_table error = error_of_table::cross_validated, unsigned threads = 1);

/// The same for each form of a lowered operation that occurs in the set, on all processors; they share the points. One
/// table for a measured operation.
std::vector<fitted_table> fit_tables(const measurement_set& set, const model_options& options);

/// The table as a profile has it in this setting.
profile_io::table_data in_setting(fitted_table table, std::string setting);

/// A profile of these tables and nothing else, ready to be asked as users will ask.
loaded_profile as_loaded(std::span<const fitted_table> tables);

}  // namespace calib::fit
