#pragma once
/// From measurements to tables: the complete part of each grid, its quality, and its error on the shapes held out.

#include <span>
#include <vector>

#include "calibration/job.hpp"
#include "measure/rounds.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

/// The table of a job from the results of its shapes, in the same order. Points without data leave the grid
/// (largest_complete_part); a table without any data has no latencies. The error is left to add_errors.
profile_io::table_data table_from(const job& one, std::span<const measure::result> results,
                                  std::span<const measure::round_record> rounds, double wished_half_width,
                                  bool counters_available);

/// A shape measured but not in the table.
struct held_out_point {
  plan::shape dims;
  double latency_s;
};
std::vector<held_out_point> held_out_points(const job& one, std::span<const measure::result> results);

/// Fills in each table's error: relative, of the profile's predictions on the points held out of that table.
/// `points` is parallel to `profile.tables`.
void add_errors(profile_io::profile_data& profile, std::span<const std::vector<held_out_point>> points);

}  // namespace calib::calibration
