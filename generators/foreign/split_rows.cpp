#include "foreign/split_rows.hpp"

#include <csv.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>
#include <stdexcept>
#include <string>
#include <utility>

#include "foreign/number.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

struct collector {
  std::vector<raw_row> rows;
  std::vector<std::string> cells;  // of the row that is being read
  std::size_t begins_in = 0;
  bool failed = false;  // no exception may pass through C
};

void take_cell(void* data, std::size_t size, void* user) {
  auto& into = *static_cast<collector*>(user);
  try {
    into.cells.emplace_back(static_cast<const char*>(data), size);
  } catch (...) {
    into.failed = true;
  }
}

void end_row(int, void* user) {
  auto& into = *static_cast<collector*>(user);
  try {
    into.rows.push_back({into.begins_in, std::exchange(into.cells, {}), {}, false});
  } catch (...) {
    into.failed = true;
  }
}

}  // namespace

std::string_view first_line(std::string_view text) {
  const std::size_t end = text.find_first_of("\r\n");
  if (end == std::string_view::npos) return text;
  const bool two = text[end] == '\r' && end + 1 < text.size() && text[end + 1] == '\n';
  return text.substr(0, end + (two ? 2 : 1));
}

std::vector<raw_row> split_rows(std::string_view text, char delimiter, std::size_t lines_before, std::size_t most) {
  csv_parser parser;
  if (csv_init(&parser, CSV_APPEND_NULL) != 0) throw std::bad_alloc();
  const std::unique_ptr<csv_parser, void (*)(csv_parser*)> owner(&parser, csv_free);
  csv_set_delim(&parser, static_cast<unsigned char>(delimiter));
  // A tab that delimits is no blank.
  if (delimiter == '\t') csv_set_space_func(&parser, [](unsigned char c) { return c == CSV_SPACE ? 1 : 0; });
  collector into;
  std::size_t line = lines_before;
  bool row_ended = true;
  while (!text.empty() && into.rows.size() < most) {
    const std::string_view one = first_line(text);
    text.remove_prefix(one.size());
    ++line;
    if (row_ended) {
      if (one.front() == '#') continue;
      into.begins_in = line;
    }
    const std::size_t before = into.rows.size();
    const std::size_t taken = csv_parse(&parser, one.data(), one.size(), take_cell, end_row, &into);
    if (taken != one.size() || into.failed) throw std::runtime_error("no memory for the cells of a CSV file");
    const bool blank = one.find_first_not_of(" \t\r\n") == std::string_view::npos;
    row_ended = into.rows.size() > before || (row_ended && blank);
  }
  if (into.rows.size() < most) {
    // A line end closes a row unless it stands in quotes.
    const std::size_t before = into.rows.size();
    if (!row_ended) csv_parse(&parser, "\n", 1, take_cell, end_row, &into);
    const bool open_quote = !row_ended && into.rows.size() == before;
    csv_fini(&parser, take_cell, end_row, &into);
    if (open_quote && !into.rows.empty()) into.rows.back().open_quote = true;
  }
  if (into.failed) throw std::bad_alloc();
  return std::move(into.rows);
}

namespace {

// Whether a line of the cell, behind its first one, has as many cells as a row, and numbers in two of them or more.
bool holds_rows(std::string_view cell, char delimiter, std::size_t columns) {
  if (cell.find_first_of("\r\n") == std::string_view::npos) return false;
  const std::vector<raw_row> lines = split_rows(cell, delimiter);
  return std::ranges::any_of(lines, [&](const raw_row& one) {
    return one.line > 1 && one.cells.size() == columns && std::ranges::count_if(one.cells, is_number) > 1;
  });
}

}  // namespace

void require_closed_quotes(const std::vector<raw_row>& rows, char delimiter, std::size_t columns,
                           std::string_view name) {
  for (const raw_row& row : rows) {
    if (row.open_quote) {
      throw usage_error(
          fmt::format("{}: line {}: a quote opens and is never closed; close it, or take it out", name, row.line));
    }
    for (const std::string& cell : row.cells) {
      if (!holds_rows(cell, delimiter, columns)) continue;
      throw usage_error(
          fmt::format("{}: line {}: a quote opens, and the lines behind it stand in one cell; close it, or take it out",
                      name, row.line));
    }
  }
}

}  // namespace calib::foreign
