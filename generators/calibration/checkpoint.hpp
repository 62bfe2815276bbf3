#pragma once
/// What a calibration has measured so far: enough to go on in another process, and every sample for those who want
/// them.

#include <map>
#include <string>
#include <vector>

#include "calibration/condition.hpp"
#include "calibration/fault.hpp"
#include "calibration/job.hpp"
#include "calibration/table_id.hpp"
#include "measure/control_group.hpp"
#include "measure/rounds.hpp"

namespace calib::calibration {

struct shape_record {
  plan::shape dims;
  measure::series_state measured;
};

struct table_record {
  table_id id;
  std::vector<shape_record> shapes;
};

/// The measurement of all settings under one condition.
struct stage {
  calibration::condition condition;
  shape_limits limits;  ///< what the plan was cut to: the memory and the clock of the moment, which do not come again
  double elapsed_s = 0;
  measure::group_throttling throttled{};  ///< by the quota of control groups, meanwhile
  std::vector<measure::round_record> rounds;
  std::vector<table_record> tables;
};

struct checkpoint {
  /// By name, what has to be the same for the work to be continued (run_identity.hpp).
  std::map<std::string, std::string> identity;
  std::vector<fault> faults;
  std::vector<stage> stages;

  stage* find(const condition& condition);
  /// Why this table brought the program down; nullptr where it did not.
  const fault* fault_of(const table_id& table) const;
};

/// What was measured of a job; nullptr before it was.
const table_record* record_of(const stage& begun, const job& one);

/// Appends to jobs the shapes that were added to them after they were planned.
void add_refinements(const stage& begun, std::vector<job>& jobs);

/// The stage's samples as the measuring loop wants them, for these jobs in their order. Tables and shapes that the
/// stage has not begin empty. Throws usage_error where a table was planned with other shapes.
measure::run_state state_for(const stage& begun, const std::vector<job>& jobs);

/// Writes what was measured of these jobs, series by series in their order, into the stage.
void record(stage& to, const std::vector<job>& jobs, const measure::run_view& so_far);

}  // namespace calib::calibration
