#include "foreign_arguments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "foreign/plausibility.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

std::pair<std::string, std::string> name_and_value(const char* option, const char* form, const std::string& word) {
  const std::size_t equals = word.find('=');
  if (equals == std::string::npos || equals == 0) {
    throw usage_error(fmt::format("{} takes {}, not '{}'", option, form, word));
  }
  return {word.substr(0, equals), word.substr(equals + 1)};
}

foreign::file_format format_named(const std::string& word) {
  if (word == "benchdnn") return foreign::file_format::benchdnn;
  return word == "google-benchmark" ? foreign::file_format::google_benchmark : foreign::file_format::csv;
}

}  // namespace

void foreign_arguments::add_to(CLI::App& app, bool shapes_only) {
  app.add_option("--format", format,
                 "of the file: csv (default), benchdnn (its performance report) or google-benchmark (its JSON)")
      ->check(CLI::IsMember({"csv", "benchdnn", "google-benchmark"}));
  app.add_option("--alias", aliases, "a column's name in the file, ours=theirs; repeatable")->allow_extra_args(false);
  if (!shapes_only) {
    app.add_option("--unit", unit, "of the latencies, where the column's name does not say: s, ms, us or ns")
        ->check(CLI::IsMember({"s", "ms", "us", "ns"}));
  }
  app.add_option("--where", where,
                 "rows to read, column=value; repeatable: of one column any of the values, of several all")
      ->allow_extra_args(false);
  app.add_flag("--allow-bad-rows", allow_bad_rows, "leave bad rows out, even where they are more than 5 % of all");
}

foreign::read_options foreign_arguments::options(const std::string& operation, precision p) const {
  foreign::read_options found{.operation = operation, .precision = p, .format = format_named(format)};
  for (const std::string& word : aliases) {
    auto [ours, theirs] = name_and_value("--alias", "ours=theirs", word);
    found.aliases[ours] = std::move(theirs);
  }
  for (const std::string& word : where) {
    auto [column, value] = name_and_value("--where", "column=value", word);
    const auto same = std::ranges::find(found.where, column, &foreign::condition::column);
    if (same != found.where.end()) {
      same->values.push_back(std::move(value));
    } else {
      found.where.push_back({std::move(column), {std::move(value)}});
    }
  }
  if (!unit.empty()) found.unit = foreign::parse_time_unit(unit);
  found.allow_bad_rows = allow_bad_rows;
  return found;
}

void report_reading(const foreign::reading& found, const global_options& global) {
  if (global.quiet) return;
  if (!found.bad_rows.empty()) {
    fmt::print(stderr, "{} of {} rows are bad and left out:\n{}", found.bad_rows.size(), found.rows,
               foreign::reasons_text(found.bad_rows));
  }
  for (const std::string& note : found.notes) fmt::print(stderr, "note: {}\n", note);
}

void report_plausibility(const fit::measurement_set& set, const machine_peaks& peaks, const global_options& global) {
  if (global.quiet) return;
  if (const auto why = foreign::against_peaks(set, peaks)) fmt::print(stderr, "warning: {}\n", *why);
}

}  // namespace calib::tool
