#include "foreign/benchdnn.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include "foreign/benchdnn_problem.hpp"
#include "foreign/split_rows.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

// Of oneDNN 3; where the file holds the line "Output template: ...", that one.
constexpr std::string_view usual_template =
    "perf,%engine%,%impl%,%name%,%prb%,%Gops%,%+ctime%,%-time%,%-Gflops%,%0time%,%0Gflops%";
constexpr std::string_view template_mark = "Output template: ";

std::vector<std::string_view> split(std::string_view text, char delimiter) {
  std::vector<std::string_view> parts;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] == '"') quoted = !quoted;
    if (i < text.size() && (quoted || text[i] != delimiter)) continue;
    parts.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return parts;
}

std::string_view without_line_end(std::string_view line) {
  return line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

struct time_field {
  std::string_view field, column;
};
constexpr std::array times{time_field{"%-time%", "time_min_ms"}, time_field{"%time%", "time_min_ms"},
                           time_field{"%0time%", "time_avg_ms"}, time_field{"%+time%", "time_max_ms"}};
constexpr std::array<std::string_view, 3> texts{"engine", "impl", "name"};

bool is_problem(std::string_view field) { return field == "%prb%" || field == "%desc%"; }

// How a line of the report is made up.
struct report_template {
  char delimiter = ',';
  std::vector<std::string> fields;
  std::size_t problem = 0;  // the position of the field

  report_template(std::string_view text, std::string_view file) {
    const std::size_t first = text.find('%');
    const std::size_t end = first == std::string_view::npos ? first : text.find('%', first + 1);
    if (end != std::string_view::npos && end + 1 < text.size()) delimiter = text[end + 1];
    for (const std::string_view field : split(text, delimiter)) fields.emplace_back(field);
    const auto at = std::ranges::find_if(fields, is_problem);
    const bool timed = std::ranges::any_of(
        times, [&](const time_field& one) { return std::ranges::find(fields, one.field) != fields.end(); });
    if (at == fields.end() || !timed) {
      throw usage_error(
          fmt::format("{}: the template {} lacks %prb% or %-time%; run benchdnn with --perf-template=def", file, text));
    }
    problem = static_cast<std::size_t>(at - fields.begin());
  }

  // The values of the fields, where the line is one of the report. Only problems may hold the delimiter themselves.
  std::optional<std::map<std::string, std::string>> match(std::string_view line) const {
    const auto parts = split(line, delimiter);
    if (parts.size() < fields.size()) return std::nullopt;
    const std::size_t more = parts.size() - fields.size();
    std::map<std::string, std::string> values;
    for (std::size_t f = 0; f < fields.size(); ++f) {
      const std::string_view part = parts[f <= problem ? f : f + more];
      if (!fields[f].starts_with('%')) {
        if (part != fields[f]) return std::nullopt;
        continue;
      }
      const char* const end =
          f == problem ? parts[f + more].data() + parts[f + more].size() : part.data() + part.size();
      values[fields[f]] = std::string(part.data(), end);
    }
    return values;
  }
};

struct report_line {
  std::size_t line = 0;
  std::map<std::string, std::string> fields;
  benchdnn_problem problem;
};

// Options that benchdnn leaves out where they are usual.
void add_usual_options(benchdnn_problem& problem) {
  problem.options.emplace("dt", "f32");
  if (problem.driver != "matmul") problem.options.emplace("dir", "FWD_B");
}

bool is_done_by(const std::string& operation, const std::string& driver) {
  if (driver == "conv") return operation.starts_with("conv");
  return operation == "gemm" || operation == "linear" || (operation == "batched_gemm" && driver == "matmul");
}

std::string problem_of(const report_line& one, const std::string& operation) {
  if (!one.problem.problem.empty()) return one.problem.problem;
  if (!is_done_by(operation, one.problem.driver)) {
    return fmt::format("a problem of the driver {} is no {}", one.problem.driver, operation);
  }
  const auto direction = one.problem.options.find("dir");
  const bool backward = direction != one.problem.options.end() && direction->second.starts_with("BWD");
  return backward ? fmt::format("a backward pass ({}) is no {}", direction->second, operation) : std::string();
}

std::vector<report_line> read_lines(std::string_view text, std::string_view name) {
  std::vector<report_line> found;
  report_template by(usual_template, name);
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view whole = first_line(text);
    text.remove_prefix(whole.size());
    const std::string_view line = without_line_end(whole);
    if (line.starts_with(template_mark)) {
      by = report_template(line.substr(template_mark.size()), name);
      continue;
    }
    auto values = by.match(line);
    if (!values) continue;
    report_line one{number, std::move(*values), {}};
    one.problem = parse_benchdnn_problem(one.fields[by.fields[by.problem]]);
    add_usual_options(one.problem);
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace

raw_table read_benchdnn(std::string_view text, std::string_view name, const std::string& operation,
                        const std::vector<std::string>& dimensions) {
  const std::vector<report_line> lines = read_lines(text, name);
  if (lines.empty()) {
    throw usage_error(
        fmt::format("{}: no line of it is one of a performance report; run benchdnn with --mode=P", name));
  }
  if (std::ranges::none_of(lines, [&](const auto& one) { return is_done_by(operation, one.problem.driver); })) {
    throw usage_error(
        fmt::format("{}: holds problems of the driver {}, and none of {}; name another operation with --op", name,
                    lines.front().problem.driver, operation));
  }
  raw_table table;
  for (const time_field& one : times) table.latencies.emplace_back(one.column);
  const auto add_column = [&](const std::string& column) {
    if (std::ranges::find(table.columns, column) == table.columns.end()) table.columns.push_back(column);
  };
  const bool batches = std::ranges::any_of(lines, [](const auto& one) { return one.problem.sizes.contains("batch"); });
  std::vector<std::string> sizes = dimensions;
  if (operation == "gemm" && batches) sizes.emplace_back("batch");
  // Of both directions together, a convolution of two dimensions says nothing.
  if (operation == "conv2d") std::erase_if(sizes, [](const auto& one) { return one == "stride" || one == "dilation"; });
  for (const std::string& one : sizes) {
    const auto has = [&](const report_line& line) { return line.problem.sizes.contains(one); };
    if (std::ranges::any_of(lines, has)) add_column(one);
  }
  const std::size_t first_text = table.columns.size();
  for (const time_field& one : times) {
    if (lines.front().fields.contains(std::string(one.field))) add_column(std::string(one.column));
  }
  add_column("driver");
  for (const std::string_view one : texts) {
    if (lines.front().fields.contains(fmt::format("%{}%", one))) add_column(std::string(one));
  }
  for (const report_line& one : lines) {
    for (const auto& [option, value] : one.problem.options) add_column(option);
  }
  for (const report_line& one : lines) {
    raw_row row{one.line, std::vector<std::string>(table.columns.size()), problem_of(one, operation)};
    const auto put = [&](std::string_view column, std::string_view value) {
      const auto at = std::ranges::find(table.columns, column);
      if (at != table.columns.end()) row.cells[static_cast<std::size_t>(at - table.columns.begin())] = value;
    };
    for (std::size_t c = 0; c < first_text; ++c) {
      const auto size = one.problem.sizes.find(table.columns[c]);
      if (size != one.problem.sizes.end()) row.cells[c] = fmt::format("{}", size->second);
      if (size == one.problem.sizes.end() && table.columns[c] == "batch") row.cells[c] = "1";
    }
    for (const time_field& field : times) {
      const auto value = one.fields.find(std::string(field.field));
      if (value != one.fields.end()) put(field.column, value->second);
    }
    put("driver", one.problem.driver);
    for (const std::string_view field : texts) {
      const auto value = one.fields.find(fmt::format("%{}%", field));
      if (value != one.fields.end()) put(field, unquoted(value->second));
    }
    for (const auto& [option, value] : one.problem.options) put(option, value);
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace calib::foreign
