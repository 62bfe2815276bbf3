#pragma once
/// From measurements to tables: the complete part of each grid or what is fitted to scattered shapes, its quality, and
/// its error on shapes held out.

#include <cstdint>
#include <span>
#include <vector>

#include "calib/loaded_profile.hpp"
#include "calibration/measured_job.hpp"
#include "measure/rounds.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

struct table_options {
  bool counters_available = true;
  bool quota_throttled = false;
  bool in_company = false;      ///< samples did not wait for a quiet core: all together tell what the machine gives
  bool cross_validated = true;  ///< fitted tables have an error, which takes five sixths of the time of a fit
  std::uint64_t seed = 1;       ///< of the fit
};

/// A shape measured but not in the table.
struct held_out_shape {
  plan::shape dims;
  double latency_s;
};

/// A table and what its predictions are compared with.
struct built_table {
  profile_io::table_data table;
  std::vector<held_out_shape> held_out;
};

/// The table of a job. Points without data leave a grid (largest_complete_part); a table with too few data has no
/// latencies. A fitted table has its error, if cross-validated; that of the others is left to add_error.
built_table table_from(const measured_job& one, std::span<const measure::round_record> rounds,
                       const table_options& options);

/// Fills in the error of a table that has shapes held out: relative, of what a profile with this table predicts there.
void add_error(built_table& built, const loaded_profile& predictions);

}  // namespace calib::calibration
