#pragma once
/// The options of the subcommands that read measurements made elsewhere, and what they tell of the reading.

#include <string>
#include <vector>

#include "command.hpp"
#include "foreign/read.hpp"

namespace calib::tool {

struct foreign_arguments {
  std::string format = "csv", unit;
  std::vector<std::string> aliases, where;
  bool allow_bad_rows = false;

  /// --format, --alias, --where, --allow-bad-rows and, unless the file lists `shapes_only`, --unit.
  void add_to(CLI::App& app, bool shapes_only = false);

  /// What they say of a file of this operation. Throws usage_error for words that are not name=value.
  foreign::read_options options(const std::string& operation, precision p) const;
};

/// Tells on stderr, unless quiet, which rows were left out and what else was noticed.
void report_reading(const foreign::reading& found, const global_options& global);

/// Tells on stderr, unless quiet, what speaks against the latencies on a machine with these peaks.
void report_plausibility(const fit::measurement_set& set, const machine_peaks& peaks, const global_options& global);

/// What the help says of the file.
inline constexpr const char* foreign_file_help =
    "CSV file, plain or gzipped: a column for each dimension, and one for the latency";

}  // namespace calib::tool
