#include "foreign/where.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "calib/precision.hpp"
#include "foreign/message_text.hpp"
#include "foreign/number.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

bool is_same(std::string_view cell, std::string_view wanted) {
  cell = trimmed(cell);
  if (cell == wanted) return true;
  const parsed_cell a = parse_cell(cell), b = parse_cell(wanted);
  return a.kind == numeral::number && b.kind == numeral::number && a.value == b.value;
}

std::size_t column_of(const std::string& wanted, const column_layout& layout, std::string_view name,
                      const raw_table& table) {
  const auto& columns = table.columns;
  auto found = std::ranges::find(columns, wanted);
  if (found == columns.end())
    found = std::ranges::find_if(columns, [&](const auto& one) { return detail::same_letters(one, wanted); });
  if (found != columns.end()) return static_cast<std::size_t>(found - columns.begin());
  for (std::size_t d = 0; d < layout.dimensions.size(); ++d) {
    if (layout.dimensions[d] == wanted && layout.sources[d].column) return layout.sources[d].column->column;
  }
  throw usage_error(
      fmt::format("--where {}: {} has no such column; it has {}", wanted, name, fmt::join(columns, ", ")));
}

std::string_view cell_of(const raw_row& row, std::size_t column) {
  return column < row.cells.size() ? std::string_view(row.cells[column]) : std::string_view();
}

}  // namespace

std::string where_option(std::string_view column, std::string_view value) {
  return "--where " + shell_word(fmt::format("{}={}", column, value));
}

std::string values_text(const raw_table& table, std::size_t column) {
  constexpr std::size_t most = 12;
  std::vector<std::string> values;
  for (const raw_row& row : table.rows) {
    const std::string value(trimmed(cell_of(row, column)));
    if (std::ranges::find(values, value) != values.end()) continue;
    if (values.size() == most) {
      values.emplace_back("...");
      break;
    }
    values.push_back(value);
  }
  std::ranges::replace(values, "", "(empty)");
  return fmt::format("{}", fmt::join(values, ", "));
}

void keep_rows(const std::vector<condition>& where, const column_layout& layout, std::string_view name,
               raw_table& table) {
  for (const condition& one : where) {
    const std::size_t column = column_of(one.column, layout, name, table);
    const auto has = [&](const raw_row& row, const std::string& value) { return is_same(cell_of(row, column), value); };
    for (const std::string& value : one.values) {
      if (std::ranges::none_of(table.rows, [&](const raw_row& row) { return has(row, value); })) {
        throw usage_error(fmt::format("--where {}={}: no row of {} has this value{}; there are {}", one.column, value,
                                      name, &one == where.data() ? "" : " and meets the conditions before",
                                      values_text(table, column)));
      }
    }
    std::erase_if(table.rows, [&](const raw_row& row) {
      return std::ranges::none_of(one.values, [&](const std::string& value) { return has(row, value); });
    });
  }
}

}  // namespace calib::foreign
