#include "csv_arguments.hpp"

#include <fmt/format.h>

#include "usage_error.hpp"

namespace calib::tool {

std::map<std::string, std::string> parsed_aliases(const std::vector<std::string>& words) {
  std::map<std::string, std::string> aliases;
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) throw usage_error(fmt::format("--alias takes ours=theirs, not '{}'", word));
    aliases[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return aliases;
}

void report_reading(const fit::measurement_set& set, const global_options& global) {
  for (const fit::bad_row& row : set.bad_rows) fmt::print(stderr, "line {} left out: {}\n", row.line, row.reason);
  if (global.quiet) return;
  for (const std::string& note : set.notes) fmt::print(stderr, "note: {}\n", note);
}

}  // namespace calib::tool
