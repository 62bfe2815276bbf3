#pragma once
/// What a calibration has measured so far: enough to go on in another process, and every sample for those who want
/// them.

#include <map>
#include <string>
#include <vector>

#include "calib/setting.hpp"
#include "calibration/job.hpp"
#include "measure/rounds.hpp"

namespace calib::calibration {

struct table_id {
  std::string setting;
  std::string operation;
  calib::precision precision = calib::precision::f32;

  friend bool operator==(const table_id&, const table_id&) = default;
};

table_id id_of(const job& one);

/// "openblas_1t_warm gemm f32"
std::string label(const table_id& table);

struct shape_record {
  plan::shape dims;
  measure::series_state measured;
};

struct table_record {
  table_id id;
  std::vector<shape_record> shapes;
};

/// What settings that are measured together have in common.
struct condition {
  unsigned threads = 1;
  cache_state cache = cache_state::warm;
  std::string backend;  ///< measured by itself; empty: all of them in turns

  friend bool operator==(const condition&, const condition&) = default;
};

/// The measurement of all settings under one condition.
struct stage {
  condition how;
  limits most;  ///< what the plan was cut to: the memory and the clock of the moment, which do not come again
  double elapsed_s = 0;
  std::vector<measure::round_record> rounds;
  std::vector<table_record> tables;
};

/// A table that is left out because its kernel brought the measuring process down.
struct fault {
  table_id table;
  std::string reason;
};

struct checkpoint {
  /// By name, what has to be the same for the work to be continued: the processor, the libraries, what was asked for.
  std::map<std::string, std::string> circumstances;
  std::vector<fault> faults;
  std::vector<stage> stages;

  stage* find(const condition& how);
};

/// Throws usage_error that names each circumstance that differs.
void require_same(const std::map<std::string, std::string>& then, const std::map<std::string, std::string>& now);

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
