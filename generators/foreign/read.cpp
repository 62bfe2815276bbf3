#include "foreign/read.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "foreign/benchdnn.hpp"
#include "foreign/columns.hpp"
#include "foreign/csv_table.hpp"
#include "foreign/encoding.hpp"
#include "foreign/file_text.hpp"
#include "foreign/google_benchmark.hpp"
#include "foreign/latency_name.hpp"
#include "foreign/lost_fractions.hpp"
#include "foreign/message_text.hpp"
#include "foreign/number.hpp"
#include "foreign/plausibility.hpp"
#include "foreign/repeats.hpp"
#include "foreign/rows.hpp"
#include "foreign/where.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

void refuse_json_as_csv(std::string_view text, std::string_view name) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return;
  const std::size_t next = text.find_first_not_of(" \t\r\n", start + 1);
  const bool list = text[start] == '[' && next != std::string_view::npos && (text[next] == '{' || text[next] == '[');
  if (text[start] != '{' && !list) return;
  throw usage_error(fmt::format(
      "{}: is JSON; that of Google Benchmark is read with --format google-benchmark, write other as CSV", name));
}

raw_table table_of(std::string_view text, std::string_view name, const read_options& options) {
  const std::vector<std::string> dimensions = dimensions_to_read(options.operation, options.precision, name);
  switch (options.format) {
    case file_format::benchdnn:
      return read_benchdnn(text, name, options.operation, dimensions);
    case file_format::google_benchmark:
      return read_google_benchmark(text, name, dimensions, options);
    case file_format::csv:
      break;
  }
  refuse_json_as_csv(text, name);
  return read_csv_table(text, name, dimensions, options);
}

void require_one_of(const raw_table& table, std::string_view name) {
  if (table.one_of.empty() || table.rows.empty()) return;
  const auto column = static_cast<std::size_t>(std::ranges::find(table.columns, table.one_of) - table.columns.begin());
  const std::string first = table.rows.front().cells[column];
  if (std::ranges::all_of(table.rows, [&](const raw_row& row) { return row.cells[column] == first; })) return;
  throw usage_error(fmt::format("{}: holds several benchmarks: {}; choose one: {}", name, values_text(table, column),
                                where_option(table.one_of, first)));
}

// Whether rows say that they were measured in another precision than the one that was asked for.
std::optional<std::string> other_precision(const raw_table& table, const column_layout& layout, precision wanted) {
  constexpr std::array<std::string_view, 5> names{"precision", "dtype", "dt", "datatype", "cfg"};
  for (const std::size_t c : layout.unused) {
    if (std::ranges::find(names, compact(table.columns[c])) == names.end()) continue;
    for (const raw_row& row : table.rows) {
      if (c >= row.cells.size()) continue;
      const std::string_view cell = trimmed(row.cells[c]);
      const auto stated = parse_precision(cell.substr(0, cell.find(':')));
      if (!stated || *stated == wanted) continue;
      return fmt::format("column '{}' says {} in line {}; the rows are taken as {} (--precision)", table.columns[c],
                         cell, row.line, facts(wanted).name);
    }
  }
  return std::nullopt;
}

// Latencies of several units in one column, which another one names.
void refuse_other_unit(const raw_table& table, const column_layout& layout, std::string_view name) {
  constexpr std::array<std::string_view, 6> names{"unit",      "units",       "timeunit",
                                                  "timeunits", "latencyunit", "durationunit"};
  if (!layout.latency) return;
  for (const std::size_t c : layout.unused) {
    if (std::ranges::find(names, compact(table.columns[c])) == names.end()) continue;
    for (const raw_row& row : table.rows) {
      const auto stated = c < row.cells.size() ? unit_in(trimmed(row.cells[c])).unit : std::nullopt;
      if (!stated || *stated == layout.latency->unit) continue;
      throw usage_error(fmt::format(
          "{}: line {}: column '{}' says {}, and latencies are taken in {}; read rows of one unit: {} --unit {}", name,
          row.line, table.columns[c], trimmed(row.cells[c]), foreign::name(layout.latency->unit),
          where_option(table.columns[c], trimmed(row.cells[c])), foreign::name(*stated)));
    }
  }
}

// Refuses rows that a column tells apart; a note where nothing does, or where that cannot be said.
std::string note_of_mixed(const parsed_rows& parsed, const raw_table& table, const column_layout& layout, double spread,
                          std::string_view name) {
  // The longest takes twice the shortest: repeats of one measurement hardly do.
  constexpr double twice = 1.0 / 3;
  const telling_columns telling = columns_behind(parsed, table, layout.unused);
  const auto choice = [&](std::size_t column) {
    return where_option(table.columns[column], trimmed(table.rows[parsed.rows.front()].cells[column]));
  };
  const std::string differ = fmt::format("rows of one shape differ, with a spread of {:.1f} %,", 100 * spread);
  if (telling.surely) {
    throw usage_error(fmt::format("{}: {} and column '{}' tells them apart: {}; choose: {}", name, differ,
                                  table.columns[*telling.surely], values_text(table, *telling.surely),
                                  choice(*telling.surely)));
  }
  if (telling.perhaps.empty()) return differ + " and no column tells them apart: the median is taken";
  std::vector<std::string> names;
  for (const std::size_t c : telling.perhaps) names.push_back(fmt::format("'{}'", table.columns[c]));
  const std::string maybe =
      fmt::format("{} and are too few to say whether column {} tells them apart", differ, fmt::join(names, " or "));
  if (spread > twice) {
    throw usage_error(fmt::format("{}: {}; if so choose: {}; if not, take the column out", name, maybe,
                                  choice(telling.perhaps.front())));
  }
  return maybe + ": the median is taken";
}

void append(std::vector<std::string>& all, std::vector<std::string> some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

std::vector<double> latencies_of(const parsed_rows& parsed) {
  std::vector<double> latencies;
  for (const fit::measured_shape& one : parsed.good) latencies.push_back(one.latency_s);
  return latencies;
}

reading read_shapes(std::string_view text, std::string_view name, const read_options& options) {
  const decoded_text file = decoded(text, name);
  raw_table table = table_of(file.text, name, options);
  if (file.from_latin_1) table.notes.emplace_back("the file is no UTF-8: it is read as Latin-1");
  column_layout layout = find_columns(table, name, options);
  keep_rows(options.where, layout, name, table);
  require_one_of(table, name);
  refuse_lost_fractions(table, layout, name);
  refuse_other_unit(table, layout, name);
  reading found;
  found.rows = table.rows.size();
  parsed_rows parsed = parse_rows(table, layout, options.precision, name);
  require_few(parsed.bad, found.rows, options.allow_bad_rows, name);

  found.set.operation = layout.operation;
  found.set.precision = options.precision;
  found.set.dimensions = layout.dimensions;
  fit::add_merged(parsed.good, found.set);
  append(found.notes, std::move(table.notes));
  append(found.notes, std::move(layout.notes));
  append(found.notes, std::move(parsed.notes));
  if (!options.shapes_only) {
    if (differ(parsed)) {
      found.notes.push_back(note_of_mixed(parsed, table, layout, found.set.noise, name));
    }
    if (const auto other = other_precision(table, layout, options.precision)) found.notes.push_back(*other);
    if (const auto coarse = against_clock(latencies_of(parsed))) found.notes.push_back(*coarse);
  }
  found.bad_rows = std::move(parsed.bad);
  return found;
}

}  // namespace

reading read_text_of(std::string_view text, std::string_view name, const read_options& options) {
  try {
    reading found = read_shapes(text, name, options);
    for (std::string& note : found.notes) note = printable(note);
    for (bad_row& row : found.bad_rows) {
      row.reason = printable(row.reason);
      row.cell = printable(row.cell);
    }
    return found;
  } catch (const usage_error& error) {
    throw usage_error(printable(error.what()));
  }
}

reading read(const std::filesystem::path& path, const read_options& options) {
  return read_text_of(read_text(path), path.filename().string(), options);
}

}  // namespace calib::foreign
