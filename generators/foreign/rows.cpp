#include "foreign/rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "calib/op/problem.hpp"
#include "foreign/number.hpp"
#include "profile_io/operations.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

// Why a row cannot stand; nothing where it can.
struct fault {
  std::string reason, cell;
};

// How to write a number that stands in a form which other programs read; nothing where it is none.
std::string_view remedy_of_form(std::string_view cell) {
  if (cell.starts_with("0x") || cell.starts_with("0X")) return "write the number in decimal digits";
  if (cell.find("\xe2\x88\x92") != std::string_view::npos) return "write the minus sign as -";
  const std::size_t d = cell.find_first_of("dD");
  if (d == std::string_view::npos || d == 0) return {};
  const bool power = cell.find_first_not_of("+-0123456789", d + 1) == std::string_view::npos && d + 1 < cell.size();
  return power && is_number(cell.substr(0, d)) ? "write the power of ten with e: 1e-5" : std::string_view();
}

class parser {
 public:
  parser(const raw_table& table, const column_layout& layout, precision p, std::string_view name)
      : table_(table), layout_(layout), precision_(p), name_(name) {}

  parsed_rows run() {
    find_decimal_sign();
    for (std::size_t r = 0; r < table_.rows.size(); ++r) {
      fit::measured_shape shape;
      fault why = parse(table_.rows[r], shape);
      if (why.reason.empty()) {
        found_.good.push_back(std::move(shape));
        found_.rows.push_back(r);
      } else {
        found_.bad.push_back({table_.rows[r].line, std::move(why.reason), std::move(why.cell)});
      }
    }
    return std::move(found_);
  }

 private:
  std::vector<std::size_t> columns() const {
    std::vector<std::size_t> used;
    for (const dimension_source& from : layout_.sources) {
      if (from.column) used.push_back(from.column->column);
    }
    if (layout_.latency) used.push_back(layout_.latency->column);
    return used;
  }

  // The comma, where a number shows it, or where semicolons delimit and no number has a point.
  void find_decimal_sign() {
    bool grouped = false, point = false, comma = false, certain = false;
    const std::vector<std::size_t> used = columns();
    for (const raw_row& row : table_.rows) {
      for (const std::size_t c : used) {
        if (c >= row.cells.size()) continue;
        const std::string& cell = row.cells[c];
        if (cell.find_first_of(",.") == std::string::npos) continue;
        const numeral kind = parse_cell(cell).kind;
        comma = comma || kind == numeral::decimal_comma;
        grouped = grouped || (kind == numeral::digit_groups && cell.find(',') != std::string::npos);
        point = point || (kind == numeral::number && cell.find('.') != std::string::npos);
        certain = certain || kind == numeral::decimal_comma || (kind == numeral::number && !in_groups(cell));
      }
    }
    if (!certain) refuse_latencies_of_two_forms();
    if (!comma && (!grouped || point || table_.delimiter != ';')) return;
    sign_ = decimal_sign::comma;
    found_.notes.emplace_back("numbers are read with decimal commas");
  }

  // 1,344 beside 338: a fraction that lost its zeros elsewhere, or thousands in groups. Where commas are between
  // columns, programs write 1.344 for a fraction only.
  void refuse_latencies_of_two_forms() const {
    if (!layout_.latency || (table_.delimiter != ';' && table_.delimiter != '\t')) return;
    const std::size_t column = layout_.latency->column;
    const raw_row *grouped = nullptr, *whole = nullptr;
    for (const raw_row& row : table_.rows) {
      if (column >= row.cells.size()) continue;
      const std::string_view cell = trimmed(row.cells[column]);
      if (!grouped && in_groups(cell)) grouped = &row;
      if (!whole && !cell.empty() && std::ranges::all_of(cell, is_digit)) whole = &row;
    }
    if (!grouped || !whole) return;
    throw usage_error(fmt::format(
        "{}: line {}: {} is '{}', which may be a fraction or thousands in groups, as line {} has '{}'; write the same "
        "number of decimals in all rows, or no groups",
        name_, grouped->line, table_.columns[column], grouped->cells[column], whole->line, whole->cells[column]));
  }

  fault parse(const raw_row& row, fit::measured_shape& shape) const {
    if (!row.problem.empty()) return {row.problem, {}};
    if (row.cells.size() != table_.columns.size()) {
      const bool more = row.cells.size() > table_.columns.size();
      if (more && std::all_of(row.cells.begin() + static_cast<std::ptrdiff_t>(table_.columns.size()), row.cells.end(),
                              [](const std::string& cell) { return trimmed(cell).empty(); })) {
        return {"ends in a delimiter that the header lacks: end both alike", fmt::format("{} cells", row.cells.size())};
      }
      return {more ? "has more cells than the header: decimal commas need quotes, or semicolons between columns"
                   : "has fewer cells than the header",
              fmt::format("{} cells", row.cells.size())};
    }
    for (std::size_t d = 0; d < layout_.sources.size(); ++d) {
      const dimension_source& from = layout_.sources[d];
      if (!from.column) {
        shape.dims.push_back(from.otherwise);
        continue;
      }
      fault why = parse_size(row, d, shape);
      if (!why.reason.empty()) return why;
    }
    if (const char* const why = profile_io::problem_of(layout_.operation, shape.dims, precision_)) return {why, {}};
    return layout_.latency ? parse_latency(row, shape) : fault{};
  }

  fault parse_size(const raw_row& row, std::size_t d, fit::measured_shape& shape) const {
    const named_column& from = *layout_.sources[d].column;
    const std::string& cell = row.cells[from.column];
    const parsed_cell read = parse_cell(cell, sign_);
    if (in_groups(cell)) refuse_groups(row, from.column);
    fault why = check(read, row, from.column);
    if (!why.reason.empty()) return why;
    if (read.value != std::floor(read.value) || read.value < 0 || read.value > static_cast<double>(largest_size)) {
      return {fmt::format("{} is not a whole number up to 2^53", table_.columns[from.column]), cell};
    }
    const auto size = static_cast<std::size_t>(read.value);
    shape.dims.push_back(size + (from.counts == counting::from_zero ? 1 : 0));
    return {};
  }

  fault parse_latency(const raw_row& row, fit::measured_shape& shape) const {
    const std::size_t column = layout_.latency->column;
    const parsed_cell read = parse_cell(row.cells[column], sign_);
    fault why = check(read, row, column);
    if (!why.reason.empty()) return why;
    const double latency_s = read.value * seconds_in(layout_.latency->unit);
    if (!std::isfinite(latency_s)) {
      return {fmt::format("{} is not a number", table_.columns[column]), row.cells[column]};
    }
    if (latency_s <= 0) return {fmt::format("{} is not above 0", table_.columns[column]), row.cells[column]};
    shape.latency_s = latency_s;
    return {};
  }

  fault check(const parsed_cell& read, const raw_row& row, std::size_t column) const {
    const std::string& label = table_.columns[column];
    switch (read.kind) {
      case numeral::empty:
        return {fmt::format("{} is empty", label), {}};
      case numeral::text:
        return {fmt::format("{} is not a number", label), row.cells[column]};
      case numeral::digit_groups:
        refuse_groups(row, column);
      case numeral::with_unit:
        refuse_unit(row, column);
      case numeral::number:
      case numeral::decimal_comma:
        break;
    }
    return {};
  }

  [[noreturn]] void refuse_groups(const raw_row& row, std::size_t column) const {
    throw usage_error(fmt::format(
        "{}: line {}: {} is '{}', a number in groups of digits; write it without them (1024), and fractions with a "
        "point",
        name_, row.line, table_.columns[column], row.cells[column]));
  }

  [[noreturn]] void refuse_unit(const raw_row& row, std::size_t column) const {
    if (const std::string_view remedy = remedy_of_form(trimmed(row.cells[column])); !remedy.empty()) {
      throw usage_error(fmt::format("{}: line {}: {} is '{}'; {}", name_, row.line, table_.columns[column],
                                    row.cells[column], remedy));
    }
    const bool latency = layout_.latency && layout_.latency->column == column;
    throw usage_error(fmt::format("{}: line {}: {} is '{}', a number and more; write the number alone{}", name_,
                                  row.line, table_.columns[column], row.cells[column],
                                  latency ? ", all in one unit, and name it with --unit or in the column's name" : ""));
  }

  const raw_table& table_;
  const column_layout& layout_;
  precision precision_;
  std::string_view name_;
  decimal_sign sign_ = decimal_sign::point;
  parsed_rows found_{};
};

}  // namespace

parsed_rows parse_rows(const raw_table& table, const column_layout& layout, precision p, std::string_view name) {
  return parser(table, layout, p, name).run();
}

}  // namespace calib::foreign
