#pragma once
/// The profile of a calibration, from its settings, its measurements, and what had to be left out.

#include <atomic>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "calibration/condition.hpp"
#include "calibration/host.hpp"
#include "calibration/listener.hpp"
#include "calibration/measure_shapes.hpp"
#include "calibration/request.hpp"
#include "calibration/setting_plan.hpp"
#include "calibration/tables.hpp"
#include "calibration/time_parts.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

class profile_builder {
 public:
  /// Begins with what is known of the machine. All of these must outlive the builder.
  profile_builder(const request& request, host& machine, const std::atomic<bool>& stop, listener& listener);

  void add_setting(const setting_plan& plan);
  bool has_settings() const { return !profile_.settings.empty(); }

  /// Records that a table is not there and why, and warns of it.
  void leave_out(const table_id& table, std::string reason);

  /// Makes the tables of a stage. One with too little data is left out. Warns of shapes that failed. Once the run is
  /// to stop, fitted tables have no error: who presses Ctrl-C does not want to wait for cross-validation.
  void add_tables(const condition& condition, const stage_measurement& measured, time_parts& parts);
  /// Keeps what the canaries and the clock did meanwhile, as one of so many conditions (history.hpp).
  void add_history(const condition& condition, std::span<const measure::round_record> rounds, std::size_t conditions);
  bool has_tables() const { return !tables_.empty(); }

  /// With peaks and errors, and without the settings that have no table.
  profile_io::profile_data finish() &&;

 private:
  void add_table(const measured_job& one, built_table built);
  /// Threads that tables are made on: as many as there is memory for.
  unsigned threads_to_fit();
  void note_throttling(const condition& condition, const measure::group_throttling& throttled);

  const request& request_;
  host& machine_;
  const std::atomic<bool>& stop_;
  listener& listener_;
  profile_io::profile_data profile_;
  std::vector<built_table> tables_;
};

}  // namespace calib::calibration
