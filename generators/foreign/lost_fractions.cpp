#include "foreign/lost_fractions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "foreign/dimension_names.hpp"
#include "foreign/number.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

constexpr std::string_view remedy = "numbers with decimal commas need quotes, or semicolons between columns";

std::string_view cell_in(const raw_row& row, std::size_t column) {
  return column < row.cells.size() ? trimmed(row.cells[column]) : std::string_view();
}

bool is_digits(std::string_view cell) { return !cell.empty() && std::ranges::all_of(cell, is_digit); }

// Names of columns that hold words, if anything.
bool is_for_remarks(std::string_view column) {
  constexpr std::array<std::string_view, 14> names{"note",    "notes", "comment",     "comments", "remark",
                                                   "remarks", "info",  "description", "status",   "text",
                                                   "label",   "tag",   "message",     "name"};
  return std::ranges::find(names, compact(column)) != names.end();
}

void refuse_cells_without_a_name(const raw_table& table, std::string_view name) {
  for (std::size_t c = 1; c < table.columns.size(); ++c) {
    if (!table.columns[c].empty()) continue;
    for (const raw_row& row : table.rows) {
      if (cell_in(row, c).empty()) continue;
      throw usage_error(fmt::format("{}: line {} has '{}' in column {}, which the header does not name; name it ({})",
                                    name, row.line, cell_in(row, c), c + 1, remedy));
    }
  }
}

// The counts of a sweep have no leading zeros, and remarks are no numbers.
bool are_fractions(const raw_table& table, std::size_t latency, std::size_t next) {
  const auto whole = [&](const raw_row& row) {
    return is_digits(cell_in(row, latency)) && is_digits(cell_in(row, next));
  };
  const auto leading_zero = [&](const raw_row& row) {
    return cell_in(row, next).size() > 1 && cell_in(row, next).front() == '0';
  };
  return !table.rows.empty() && std::ranges::all_of(table.rows, whole) &&
         (is_for_remarks(table.columns[next]) || std::ranges::any_of(table.rows, leading_zero));
}

}  // namespace

void refuse_lost_fractions(const raw_table& table, const column_layout& layout, std::string_view name) {
  refuse_cells_without_a_name(table, name);
  if (!layout.latency) return;
  const std::size_t latency = layout.latency->column, next = latency + 1;
  if (std::ranges::find(layout.unused, next) == layout.unused.end() || !are_fractions(table, latency, next)) return;
  const raw_row& first = table.rows.front();
  throw usage_error(fmt::format("{}: line {}: '{}' in column '{}' looks like the fraction of {} before it; {}", name,
                                first.line, cell_in(first, next), table.columns[next], cell_in(first, latency),
                                remedy));
}

}  // namespace calib::foreign
