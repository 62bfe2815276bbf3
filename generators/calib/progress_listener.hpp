#pragma once
/// What a calibration or a validation says to people while it goes on: warnings, its plan, and one line of progress.

#include "calibration/listener.hpp"
#include "command.hpp"
#include "console/progress.hpp"

namespace calib::tool {

class progress_listener : public calibration::listener {
 public:
  explicit progress_listener(const global_options& global) : line_(stderr, global.quiet), quiet_(global.quiet) {}

  void on_warning(const std::string& text) override;
  void on_plan(const std::string& settings, std::size_t tables, std::size_t shapes) override;
  void on_progress(const measure::progress& at) override;
  void on_table(std::size_t done, std::size_t all) override;
  /// Ends the line of progress, before anything else is printed.
  void finish() { line_.finish(); }

 private:
  console::progress_line line_;
  double elapsed_s_ = 0;  ///< when something was last measured
  bool quiet_;
};

}  // namespace calib::tool
