#pragma once
/// What the subcommands that read measurements from CSV files share.

#include <map>
#include <string>
#include <vector>

#include "command.hpp"
#include "fit/measurement_set.hpp"

namespace calib::tool {

/// Names of columns from words `ours=theirs`. Throws usage_error for others.
std::map<std::string, std::string> parsed_aliases(const std::vector<std::string>& words);

/// Tells on stderr which rows were left out, by line, and unless quiet what else was noticed.
void report_reading(const fit::measurement_set& set, const global_options& global);

}  // namespace calib::tool
