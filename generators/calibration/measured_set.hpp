#pragma once
/// What was measured of a job.

#include <span>
#include <vector>

#include "calibration/job.hpp"
#include "fit/measurement_set.hpp"
#include "measure/series.hpp"

namespace calib::calibration {

/// The results of each job, of those parallel to the shapes of all jobs in turn.
std::vector<std::span<const measure::result>> results_of(std::span<const job> jobs,
                                                         std::span<const measure::result> results);

/// Which of these a table is made of: those that have data, and where enough of them have accepted samples those alone.
std::vector<bool> worth_a_point(std::span<const measure::result> results);

/// As the fit takes it. Results are parallel to the job's shapes, or to the first of them.
fit::measurement_set measured_set(const job& one, std::span<const measure::result> results);

}  // namespace calib::calibration
