#include "foreign/csv_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cstddef>

#include "foreign/columns.hpp"
#include "foreign/number.hpp"
#include "foreign/split_rows.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

struct delimiter {
  char character;
  std::string_view name;
};
constexpr std::array delimiters{delimiter{',', "commas"}, delimiter{'\t', "tabs"}, delimiter{';', "semicolons"},
                                delimiter{'|', "bars"}};

// Banners of programs are shorter.
constexpr std::size_t most_lines_before_header = 200;

struct header {
  std::size_t line = 0;
  std::string_view line_text, rest;
  delimiter separated{};
  std::vector<std::string> names;
  std::size_t known = 0;
};

std::vector<std::string> names_of(const raw_row& row) {
  std::vector<std::string> names;
  for (const std::string& cell : row.cells) names.emplace_back(trimmed(cell));
  return names;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r\n") == std::string_view::npos; }

// The line that names most columns that are looked for, split in the way that it names most.
header find_header(std::string_view text, const std::vector<std::string>& dimensions, const read_options& options) {
  header best;
  std::size_t line = 0, looked_at = 0;
  while (!text.empty() && looked_at < most_lines_before_header) {
    const std::string_view one = first_line(text);
    text.remove_prefix(one.size());
    ++line;
    // What a banner says behind # may be the header itself: "# m,n,k,latency_s".
    if (is_blank(one)) continue;
    ++looked_at;
    const std::string_view content =
        one.front() == '#' ? one.substr(std::min(one.find_first_not_of("# \t"), one.size())) : one;
    for (const delimiter& by : delimiters) {
      const auto rows = split_rows(content, by.character, 0, 1);
      if (rows.empty()) continue;
      const std::vector<std::string> names = names_of(rows.front());
      const std::size_t known = names_known(names, dimensions, options);
      const bool first_to_show = best.names.empty() && one.front() != '#';
      if (known > best.known || first_to_show) best = {line, one, text, by, names, known};
    }
  }
  return best;
}

[[noreturn]] void refuse_without_names(const header& found, std::string_view name) {
  if (std::ranges::all_of(found.names, is_number)) {
    throw usage_error(fmt::format("{}: line {} holds numbers; the first line must name the columns", name, found.line));
  }
  const bool by_blanks = found.names.size() == 1 && found.names.front().find(' ') != std::string::npos;
  const std::string_view hint =
      by_blanks ? "; separate the columns by commas: tr -s ' ' ," : "; name them with --alias ours=theirs";
  throw usage_error(fmt::format("{}: no line names the columns; line {} has {}{}", name, found.line,
                                fmt::join(found.names, ", "), hint));
}

// Rows without any text, as spreadsheets leave them at the end.
bool is_empty(const raw_row& row) {
  return std::ranges::all_of(row.cells, [](const std::string& cell) { return trimmed(cell).empty(); });
}

// Files that were put together have their header again.
void drop_repeated_headers(const header& found, std::string_view name, const std::vector<std::string>& dimensions,
                           const read_options& options, raw_table& table) {
  std::size_t repeated = 0;
  std::erase_if(table.rows, [&](const raw_row& row) {
    if (row.cells.empty() || is_number(row.cells.front()) || row.cells.size() < 2) return false;
    const std::vector<std::string> names = names_of(row);
    if (names == found.names) {
      ++repeated;
      return true;
    }
    if (names_known(names, dimensions, options) >= std::max<std::size_t>(2, found.known)) {
      throw usage_error(
          fmt::format("{}: line {} names other columns than line {}: {}; give each table a file of its own", name,
                      row.line, found.line, fmt::join(names, ", ")));
    }
    return false;
  });
  if (repeated > 0) table.notes.push_back(fmt::format("the header is repeated {} times", repeated));
}

}  // namespace

raw_table read_csv_table(std::string_view text, std::string_view name, const std::vector<std::string>& dimensions,
                         const read_options& options) {
  const header found = find_header(text, dimensions, options);
  if (found.names.empty()) {
    throw usage_error(fmt::format("{}: is empty; its first line must name the columns", name));
  }
  const bool by_blanks = found.names.size() == 1 && found.names.front().find(' ') != std::string::npos;
  if (by_blanks || (found.known == 0 && (found.names.size() == 1 || std::ranges::all_of(found.names, is_number)))) {
    refuse_without_names(found, name);
  }
  raw_table table;
  table.columns = found.names;
  if (found.separated.character != ',') {
    table.notes.push_back(fmt::format("columns are separated by {}", found.separated.name));
  }
  std::size_t banner = 0;
  for (std::string_view before = text; before.data() < found.line_text.data();) {
    const std::string_view one = first_line(before);
    before.remove_prefix(one.size());
    if (!is_blank(one) && one.front() != '#') ++banner;
  }
  if (banner > 0) {
    table.notes.push_back(
        fmt::format("{} {} before the header in line {} left out", banner, banner == 1 ? "line" : "lines", found.line));
  }
  table.rows = split_rows(found.rest, found.separated.character, found.line);
  require_closed_quotes(table.rows, found.separated.character, found.names.size(), name);
  std::erase_if(table.rows, is_empty);
  drop_repeated_headers(found, name, dimensions, options, table);
  table.by_semicolons = found.separated.character == ';';
  return table;
}

}  // namespace calib::foreign
