#pragma once
/// JSON values as text that people can read and diff: two spaces of indentation, short things on one line, long rows of
/// numbers in rows. nlohmann::ordered_json holds the values, keeps their order and writes strings; only the layout is
/// ours. A pure function of what it is given: no locale, no clock.

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace calib::profile_io {

using json = nlohmann::ordered_json;

/// What a kind of file has on one line. Arrays of plain values always stand on one, unless they have rows.
struct json_layout {
  /// Members that stay on one line if they are objects; if they are arrays, each of their elements does.
  std::vector<std::string_view> on_one_line{};

  /// How many plain values of the array `owner[member]` stand on a line; 0 for all.
  std::size_t (*row_length)(const json& owner, std::string_view member) = [](const json&, std::string_view) {
    return std::size_t{0};
  };

  /// What becomes of text that is not UTF-8, which no JSON reader would take: strict throws std::invalid_argument.
  json::error_handler_t not_utf8 = json::error_handler_t::strict;
};

/// The text of `value`, with a line end. Numbers are the shortest that read back exactly.
std::string laid_out(const json& value, const json_layout& layout);

}  // namespace calib::profile_io
