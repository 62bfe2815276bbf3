#pragma once
/// --ops, --backend and --precision: which tables a command is about.

#include <CLI/CLI.hpp>

#include <string>
#include <vector>

#include "calibration/selection.hpp"

namespace calib::tool {

/// Words separated by commas, in one option or several.
std::vector<std::string> split_words(const std::vector<std::string>& lists);

struct selection_options {
  std::vector<std::string> operations, backends, precisions;

  void add_to(CLI::App& command);
  /// Everything where nothing is named. Throws usage_error for a precision that there is not.
  calibration::selection selected() const;
};

}  // namespace calib::tool
