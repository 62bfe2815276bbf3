#pragma once
/// Fresh shapes of a profile's tables, measured now on this machine: what its predictions are compared with.

#include <atomic>
#include <functional>
#include <vector>

#include "calibration/host.hpp"
#include "calibration/listener.hpp"
#include "calibration/selection.hpp"
#include "calibration/table_id.hpp"
#include "fit/measurement_set.hpp"
#include "plan/shapes.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

/// The shapes to measure of a table. Those that are drawn have to be affordable.
using shape_source = std::function<std::vector<plan::shape>(const profile_io::table_data&, const plan::affordable&)>;

struct validation_request {
  selection wanted;  ///< tables whose operation, backend and precision it names; the seed
  shape_source shapes;
  std::function<std::vector<std::unique_ptr<kernels::backend>>()> backends = kernels::all_backends;
  double time_budget_s = 60;  ///< of measuring, for each condition of the profile's settings (conditions_of)
};

/// Shapes of one table, as measured: latencies at the sustained clock, as in tables.
struct fresh_measurements {
  table_id table;
  std::vector<fit::measured_shape> shapes;
};

/// Measures, in the same rounds as canaries, the shapes of each table that this machine can measure. Says by a warning
/// which tables it cannot, and which shapes are too large, failed or were disturbed at every visit (measured_job.hpp).
/// Throws usage_error where nothing is left.
std::vector<fresh_measurements> measure_fresh(const profile_io::profile_data& profile,
                                              const validation_request& request, host& machine,
                                              const std::atomic<bool>& stop, listener& listener);

}  // namespace calib::calibration
