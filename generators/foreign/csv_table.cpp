#include "foreign/csv_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <string>

#include "calib/precision.hpp"
#include "foreign/columns.hpp"
#include "foreign/csv_header.hpp"
#include "foreign/number.hpp"
#include "foreign/split_rows.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

void refuse_other_delimiters(const csv_header& found, std::string_view name, const std::vector<std::string>& dimensions,
                             const read_options& options) {
  if (found.names.size() != 1) return;
  for (const char by : {':', '^', '~', '!'}) {
    const auto rows = split_rows(found.names.front(), by, 0, 1);
    if (rows.empty() || names_known(names_of(rows.front()), dimensions, options).dimensions < 2) continue;
    throw usage_error(fmt::format("{}: line {} separates its names by '{}'; separate the columns by commas: tr '{}' ,",
                                  name, found.line, by, by));
  }
}

[[noreturn]] void refuse_without_names(const csv_header& found, std::string_view name) {
  if (std::ranges::all_of(found.names, is_number)) {
    throw usage_error(fmt::format("{}: line {} holds numbers; the first line must name the columns", name, found.line));
  }
  const bool by_blanks = found.names.size() == 1 && found.names.front().find(' ') != std::string::npos;
  const std::string_view hint =
      by_blanks ? "; separate the columns by commas: tr -s ' ' ," : "; name them with --alias ours=theirs";
  throw usage_error(fmt::format("{}: no line names the columns; line {} has {}{}", name, found.line,
                                fmt::join(found.names, ", "), hint));
}

// Rows without any text, as spreadsheets leave them at the end, and the rules below headers: |---|---|, ----+----.
bool is_empty_or_rule(const raw_row& row) {
  const bool only = std::ranges::all_of(row.cells, [](const std::string& cell) {
    return trimmed(cell).find_first_not_of("-+:=") == std::string_view::npos;
  });
  if (!only) return false;
  const bool text = std::ranges::any_of(row.cells, [](const std::string& cell) { return !trimmed(cell).empty(); });
  const bool rule = std::ranges::any_of(row.cells, [](const std::string& cell) {
    return cell.find("--") != std::string::npos || cell.find("==") != std::string::npos;
  });
  return !text || rule;
}

bool is_same_header(const std::vector<std::string>& names, const csv_header& found) {
  return std::ranges::equal(names, found.names, detail::same_letters);
}

[[noreturn]] void refuse_other_header(const csv_header& found, std::string_view name, std::size_t line,
                                      const std::vector<std::string>& names) {
  throw usage_error(fmt::format("{}: line {} names other columns than line {}: {}; give each table a file of its own",
                                name, line, found.line, fmt::join(names, ", ")));
}

// Files that were put together without a line end between them: 1,2,3,4m,n,k,latency_s.
void refuse_header_within(const csv_header& found, std::string_view name, const std::vector<std::string>& dimensions,
                          const read_options& options, std::size_t line, const std::vector<std::string>& cells) {
  if (cells.size() <= found.names.size()) return;
  const std::vector<std::string> behind(cells.begin() + static_cast<std::ptrdiff_t>(found.names.size()), cells.end());
  if (!is_header(behind, found, dimensions, options)) return;
  throw usage_error(
      fmt::format("{}: line {} goes over into the header of another table: {}; put a line end between them", name, line,
                  fmt::join(cells, ", ")));
}

// Files that were put together have their header again.
std::size_t drop_repeated_headers(const csv_header& found, std::string_view name,
                                  const std::vector<std::string>& dimensions, const read_options& options,
                                  raw_table& table) {
  return std::erase_if(table.rows, [&](const raw_row& row) {
    const std::vector<std::string> names = names_of(row);
    if (names.size() > 1 && is_same_header(names, found)) return true;
    if (is_header(names, found, dimensions, options)) refuse_other_header(found, name, row.line, names);
    refuse_header_within(found, name, dimensions, options, row.line, names);
    return false;
  });
}

struct comments {
  std::size_t headers = 0, like_rows = 0, first_like_row = 0;
};

// What comments below the header hold of the table: its header again, or rows.
comments look_at_comments(const csv_header& found, std::string_view name, const std::vector<std::string>& dimensions,
                          const read_options& options) {
  comments seen;
  std::size_t line = found.line;
  for (std::string_view text = found.rest; !text.empty();) {
    const std::string_view one = first_line(text);
    text.remove_prefix(one.size());
    ++line;
    if (!one.starts_with('#')) continue;
    const auto rows = split_rows(behind_hash(one), found.separated.character, 0, 1);
    if (rows.empty()) continue;
    const std::vector<std::string> names = names_of(rows.front());
    if (is_same_header(names, found)) {
      ++seen.headers;
    } else if (is_header(names, found, dimensions, options) &&
               names_known(names, dimensions, options).count() >= found.known.count()) {
      refuse_other_header(found, name, line, names);
    } else if (names.size() == found.names.size() && std::ranges::any_of(names, is_number)) {
      if (seen.like_rows++ == 0) seen.first_like_row = line;
    }
  }
  return seen;
}

}  // namespace

raw_table read_csv_table(std::string_view text, std::string_view name, const std::vector<std::string>& dimensions,
                         const read_options& options) {
  const csv_header found = find_header(text, name, dimensions, options);
  refuse_other_delimiters(found, name, dimensions, options);
  const bool by_blanks = found.names.size() == 1 && found.names.front().find(' ') != std::string::npos;
  if (by_blanks ||
      (found.known.count() == 0 && (found.names.size() == 1 || std::ranges::all_of(found.names, is_number)))) {
    refuse_without_names(found, name);
  }
  raw_table table;
  table.columns = found.names;
  table.delimiter = found.separated.character;
  if (found.separated.character != ',') {
    table.notes.push_back(fmt::format("columns are separated by {}", found.separated.name));
  }
  if (found.lines_above > 0) {
    table.notes.push_back(fmt::format("{} {} before the header in line {} left out", found.lines_above,
                                      found.lines_above == 1 ? "line" : "lines", found.line));
  }
  table.rows = split_rows(found.rest, found.separated.character, found.line);
  require_closed_quotes(table.rows, found.separated.character, found.names.size(), name);
  std::erase_if(table.rows, is_empty_or_rule);
  const comments seen = look_at_comments(found, name, dimensions, options);
  const std::size_t repeated = seen.headers + drop_repeated_headers(found, name, dimensions, options, table);
  if (repeated > 0) table.notes.push_back(fmt::format("the header is repeated {} times", repeated));
  if (seen.like_rows > 0) {
    table.notes.push_back(
        fmt::format("left out as comments: {} behind # with as many cells as the header; the first is line {}",
                    seen.like_rows == 1 ? "1 line" : fmt::format("{} lines", seen.like_rows), seen.first_like_row));
  }
  return table;
}

}  // namespace calib::foreign
