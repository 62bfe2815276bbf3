#pragma once
/// From measurements to tables: the complete part of each grid or what is fitted to scattered shapes, its quality, and
/// its error on shapes held out.

#include <span>
#include <vector>

#include "calibration/job.hpp"
#include "measure/rounds.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

struct table_options {
  bool counters_available = true;
  std::uint64_t seed = 1;  ///< of the fit
};

/// The table of a job from the results of its shapes, in the same order. Points without data leave a grid
/// (largest_complete_part); a table with too few data has no latencies. A fitted table has its error, cross-validated;
/// that of the others is left to add_errors.
profile_io::table_data table_from(const job& one, std::span<const measure::result> results,
                                  std::span<const measure::round_record> rounds, const table_options& options);

/// A shape measured but not in the table.
struct held_out_point {
  plan::shape dims;
  double latency_s;
};
std::vector<held_out_point> held_out_points(const job& one, std::span<const measure::result> results);

/// Fills in the error of each table that has points held out: relative, of the profile's predictions there.
/// `points` is parallel to `profile.tables`.
void add_errors(profile_io::profile_data& profile, std::span<const std::vector<held_out_point>> points);

}  // namespace calib::calibration
