#pragma once
/// How far predictions were off, as `calib evaluate` and `calib validate` say it.

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "console/text_table.hpp"
#include "fit/evaluation.hpp"

namespace calib::tool {

/// An empty table for rows of add_summary; the first column is the caller's.
console::text_table summary_table();
void add_summary(console::text_table& out, std::string_view what, const fit::error_summary& errors);

/// All, each source, and the worst shapes, on stdout.
void print_evaluation(const fit::evaluation& found, std::span<const std::string> dimensions);

/// n, mape, median, p90, within_5, within_10, bias, by_source, worst; errors as fractions.
nlohmann::ordered_json evaluation_json(const fit::evaluation& found, std::span<const std::string> dimensions);

}  // namespace calib::tool
