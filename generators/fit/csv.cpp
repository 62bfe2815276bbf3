#include "fit/csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <zlib.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <optional>

#include "calib/op/list.hpp"
#include "profile_io/operations.hpp"
#include "usage_error.hpp"

namespace calib::fit {
namespace {

std::string read_text(const std::filesystem::path& path) {
  // zlib reads plain files as they are.
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file || std::filesystem::is_directory(path)) {
    throw usage_error(fmt::format("{}: cannot be read; check the path", path.string()));
  }
  std::string text;
  char buffer[1 << 16];
  int count = 0;
  while ((count = gzread(file.get(), buffer, sizeof buffer)) > 0) text.append(buffer, static_cast<std::size_t>(count));
  if (count < 0) throw usage_error(fmt::format("{}: damaged gzip data; fetch the file again", path.string()));
  return text;
}

std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> cells;
  for (;;) {
    const std::size_t end = line.find(separator);
    std::string_view cell = line.substr(0, end);
    while (!cell.empty() && (cell.front() == ' ' || cell.front() == '"')) cell.remove_prefix(1);
    while (!cell.empty() && (cell.back() == ' ' || cell.back() == '"' || cell.back() == '\r')) cell.remove_suffix(1);
    cells.push_back(cell);
    if (end == std::string_view::npos) return cells;
    line.remove_prefix(end + 1);
  }
}

std::optional<double> number(std::string_view cell) {
  double value = 0;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc{} || end != cell.data() + cell.size()) return std::nullopt;
  return value;
}

// Where the values of a shape come from: a column for each dimension, or its usual value.
struct layout {
  struct source {
    std::optional<std::size_t> column;
    std::size_t otherwise = 0;
  };
  std::vector<source> dimensions;
  std::optional<std::size_t> latency;
  std::size_t columns = 0;
};

// Whether it says more of another dimension, as `pad_top` does of `pad`: without it, nothing more is known.
bool refines_another(std::string_view dimension, const std::vector<std::string>& all) {
  return std::ranges::any_of(all, [&](const std::string& other) { return dimension.starts_with(other + "_"); });
}

layout find_columns(std::string_view header, std::string_view name, const csv_options& options, measurement_set& set) {
  const std::vector<std::string_view> columns = split(header, ',');
  std::vector<bool> used(columns.size(), false);
  const auto find = [&](const std::string& ours) -> std::optional<std::size_t> {
    const auto alias = options.aliases.find(ours);
    const std::string& wanted = alias == options.aliases.end() ? ours : alias->second;
    const auto found = std::find(columns.begin(), columns.end(), wanted);
    if (found == columns.end()) return std::nullopt;
    used[static_cast<std::size_t>(found - columns.begin())] = true;
    return static_cast<std::size_t>(found - columns.begin());
  };
  layout where{.dimensions = {}, .latency = {}, .columns = columns.size()};
  std::vector<std::string> missing;
  for (const std::string& dimension : set.dimensions) {
    layout::source from{find(dimension)};
    if (!from.column) {
      if (const auto usual = profile_io::usual_value(set.operation, dimension)) {
        from.otherwise = *usual;
        if (!refines_another(dimension, set.dimensions)) {
          set.notes.push_back(fmt::format("no column '{}': taken as {}", dimension, *usual));
        }
      } else {
        missing.push_back(dimension);
      }
    }
    where.dimensions.push_back(from);
  }
  if (!options.shapes_only) {
    where.latency = find("latency_s");
    if (!where.latency) missing.emplace_back("latency_s");
  }
  if (!missing.empty()) {
    throw usage_error(fmt::format("{}: no column {}; the file has {}; name them with --alias ours=theirs", name,
                                  fmt::join(missing, ", "), fmt::join(columns, ", ")));
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!used[c]) set.notes.push_back(fmt::format("column '{}' is not used", columns[c]));
  }
  return where;
}

// Either the row's shape and latency, or why it cannot stand.
std::string parse_row(const std::vector<std::string_view>& cells, const layout& where, std::string_view operation,
                      const std::vector<std::string>& dimensions, measured_shape& row) {
  if (cells.size() != where.columns) return fmt::format("has {} cells, expected {}", cells.size(), where.columns);
  for (std::size_t d = 0; d < where.dimensions.size(); ++d) {
    const layout::source& from = where.dimensions[d];
    if (!from.column) {
      row.dims.push_back(from.otherwise);
      continue;
    }
    const auto value = number(cells[*from.column]);
    if (!value || *value != std::floor(*value) || *value < 0 || *value > static_cast<double>(largest_size)) {
      return fmt::format("{} is '{}', not a whole number up to 2^53", dimensions[d], cells[*from.column]);
    }
    row.dims.push_back(static_cast<std::size_t>(*value));
  }
  if (const char* const why = profile_io::problem_of(operation, row.dims)) return why;
  if (!where.latency) return {};
  const auto latency = number(cells[*where.latency]);
  if (!latency || !std::isfinite(*latency) || *latency <= 0) {
    return fmt::format("latency is '{}', not a positive number of seconds", cells[*where.latency]);
  }
  row.latency_s = *latency;
  return {};
}

void make_set_of(const std::string& operation, std::string_view name, measurement_set& set) {
  set.operation = operation;
  if (!visit_any_operation(operation, set.precision, [&]<Operation Op>() {
        set.dimensions.assign(Op::dimensions.begin(), Op::dimensions.end());
      })) {
    throw usage_error(profile_io::dimensions_of_any(operation)
                          ? fmt::format("{}: {} is not done in {}: weights of their own format has linear", name,
                                        operation, facts(set.precision).name)
                          : fmt::format("{}: {}", name, profile_io::unknown_operation(operation)));
  }
  if (set.dimensions.empty()) {
    throw usage_error(fmt::format("{}: {} has no dimensions, so there is nothing to fit; measure it with `calib run`",
                                  name, operation));
  }
}

// Whether products have a size more than a gemm has.
bool names_batches(std::string_view header) {
  const std::vector<std::string_view> columns = split(header, ',');
  return std::find(columns.begin(), columns.end(), "batch") != columns.end();
}

}  // namespace

measurement_set read_csv_text(std::string_view text, std::string_view name, const csv_options& options) {
  measurement_set set;
  set.precision = options.precision;
  make_set_of(options.operation, name, set);
  std::vector<measured_shape> rows;
  std::optional<layout> where;
  std::size_t line_number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++line_number;
    if (line.empty() || line == "\r" || line.front() == '#') continue;
    if (!where) {
      if (set.operation == "gemm" && names_batches(line)) {
        make_set_of("batched_gemm", name, set);
        set.notes.emplace_back("column 'batch': the products are taken as batched_gemm");
      }
      where = find_columns(line, name, options, set);
      continue;
    }
    measured_shape row;
    std::string fault = parse_row(split(line, ','), *where, set.operation, set.dimensions, row);
    if (fault.empty()) {
      rows.push_back(std::move(row));
    } else {
      set.bad_rows.push_back({line_number, std::move(fault)});
    }
  }
  if (!where) throw usage_error(fmt::format("{}: is empty; its first line must name the columns", name));
  if (rows.empty()) throw usage_error(fmt::format("{}: no good row among {}", name, set.bad_rows.size()));
  add_merged(rows, set);
  return set;
}

measurement_set read_csv(const std::filesystem::path& path, const csv_options& options) {
  return read_csv_text(read_text(path), path.filename().string(), options);
}

}  // namespace calib::fit
