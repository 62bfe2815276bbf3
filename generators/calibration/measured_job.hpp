#pragma once
/// A job and what was measured of it.

#include <span>
#include <vector>

#include "calibration/job.hpp"
#include "fit/measurement_set.hpp"
#include "measure/series.hpp"

namespace calib::calibration {

struct measured_job {
  job plan;
  std::vector<measure::result> results;  ///< one for each of the plan's shapes, in their order

  using part = std::span<const measure::result>;
  /// Of the shapes that the table is made of.
  part of_table() const { return part(results).first(plan.table_shapes()); }
  part of_probes() const { return part(results).subspan(plan.table_shapes(), plan.probes); }
  part of_held_out() const { return part(results).last(plan.held_out); }
};

/// Which of these a table is made of: those with accepted samples if at least half of them have some, otherwise all
/// that have data.
std::vector<bool> worth_a_point(std::span<const measure::result> results);

/// The job's shapes that are worth a point, as the fit takes them.
fit::measurement_set measurement_set_of(const measured_job& one);

}  // namespace calib::calibration
