#pragma once
/// Who is told what happens during a calibration.

#include <cstddef>
#include <string>

#include "calibration/checkpoint.hpp"
#include "calibration/table_id.hpp"
#include "measure/rounds.hpp"

namespace calib::calibration {

/// Called between samples, never inside a timed one.
class listener {
 public:
  virtual ~listener() = default;
  /// Something the user should know but that does not end the calibration: a table left out and why.
  virtual void on_warning(const std::string& text) = 0;
  /// A setting's measurement begins: how many shapes, in how many tables.
  virtual void on_plan(const std::string& settings, std::size_t tables, std::size_t shapes) = 0;
  /// A kernel is about to be run, and has returned; a watchdog may end the program when it takes longer than `limit_s`.
  virtual void on_enter(const table_id& /*table*/, const std::string& /*shape*/, double /*limit_s*/) {}
  virtual void on_leave() noexcept {}
  virtual void on_progress(const measure::progress& at) = 0;
  /// So many of all tables of a stage have been made of its measurements; from several threads, one at a time.
  virtual void on_table(std::size_t /*done*/, std::size_t /*all*/) {}
  /// A round was measured; with this checkpoint calibrate() can go on from here.
  virtual void on_checkpoint(const checkpoint& /*work*/) {}
};

}  // namespace calib::calibration
