#pragma once
/// What was measured of a job, as the fit takes it.

#include <span>

#include "calibration/job.hpp"
#include "fit/measurement_set.hpp"
#include "measure/series.hpp"

namespace calib::calibration {

/// The shapes that have data. Results are parallel to the job's shapes, or to the first of them.
fit::measurement_set measured_set(const job& one, std::span<const measure::result> results);

}  // namespace calib::calibration
