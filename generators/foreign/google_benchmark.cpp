#include "foreign/google_benchmark.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

#include "foreign/latency_name.hpp"
#include "foreign/number.hpp"
#include "foreign/split_rows.hpp"
#include "profile_io/operations.hpp"
#include "usage_error.hpp"

namespace calib::foreign {
namespace {

// Of the latencies of a benchmark: runs are preferred to medians, and medians to means.
constexpr std::array wanted_kinds{"", "median", "mean"};

using members = std::map<std::string, std::string>;

struct run {
  std::size_t line = 0;
  std::string benchmark;                                       // the name that its runs and aggregates share
  std::string family;                                          // the name without arguments
  std::vector<std::string> values;                             // of arguments without a name
  std::vector<std::pair<std::string, std::string>> arguments;  // with one
  std::string aggregate;                                       // "median", ...; empty of a run itself
  members said;                                                // all that the entry says
};

std::string text_of(simdjson::dom::element value) {
  switch (value.type()) {
    case simdjson::dom::element_type::STRING:
      return std::string(value.get_string().value_unsafe());
    case simdjson::dom::element_type::DOUBLE:
      return fmt::format("{}", value.get_double().value_unsafe());
    case simdjson::dom::element_type::INT64:
      return fmt::format("{}", value.get_int64().value_unsafe());
    case simdjson::dom::element_type::UINT64:
      return fmt::format("{}", value.get_uint64().value_unsafe());
    case simdjson::dom::element_type::BOOL:
      return value.get_bool().value_unsafe() ? "true" : "false";
    case simdjson::dom::element_type::NULL_VALUE:
    case simdjson::dom::element_type::ARRAY:
    case simdjson::dom::element_type::OBJECT:
      break;
  }
  return {};
}

std::vector<run> runs_of_json(std::string_view text, std::string_view name) {
  simdjson::dom::parser parser;
  simdjson::dom::element document;
  simdjson::dom::array entries;
  const simdjson::error_code fault = parser.parse(text.data(), text.size()).get(document);
  if (fault) throw usage_error(fmt::format("{}: is no JSON: {}", name, simdjson::error_message(fault)));
  if (document["benchmarks"].get(entries)) {
    throw usage_error(fmt::format("{}: has no list \"benchmarks\"; print it with --benchmark_format=json", name));
  }
  std::vector<run> runs;
  for (const simdjson::dom::element entry : entries) {
    simdjson::dom::object object;
    run one;
    one.line = runs.size() + 1;
    if (entry.get(object)) throw usage_error(fmt::format("{}: benchmark {} is no object", name, one.line));
    for (const auto& [key, value] : object) one.said[std::string(key)] = text_of(value);
    runs.push_back(std::move(one));
  }
  return runs;
}

// The program's CSV, below its context.
std::vector<run> runs_of_csv(std::string_view text, std::string_view name) {
  std::size_t lines = 0;
  while (!text.empty() && !text.starts_with("name,iterations,")) {
    text.remove_prefix(first_line(text).size());
    ++lines;
  }
  const std::vector<raw_row> rows = split_rows(text, ',', lines);
  if (rows.empty()) {
    throw usage_error(fmt::format("{}: is no output of Google Benchmark; print it with --benchmark_format=json", name));
  }
  require_closed_quotes(rows, ',', rows[0].cells.size(), name);
  std::vector<run> runs;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    run one;
    one.line = rows[r].line;
    for (std::size_t c = 0; c < std::min(rows[r].cells.size(), rows[0].cells.size()); ++c) {
      if (!rows[r].cells[c].empty()) one.said[rows[0].cells[c]] = rows[r].cells[c];
    }
    runs.push_back(std::move(one));
  }
  return runs;
}

std::vector<std::string> parts_of(std::string_view name) {
  std::vector<std::string> parts(1);
  int depth = 0;  // of template arguments
  for (const char c : name) {
    if (c == '<') ++depth;
    if (c == '>') --depth;
    if (c == '/' && depth == 0) {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

// What the library adds to a name by itself.
bool is_setting(std::string_view key) {
  constexpr std::array<std::string_view, 8> settings{"iterations", "repeats",     "min_time",     "min_warmup_time",
                                                     "real_time",  "manual_time", "process_time", "repetitions"};
  return std::ranges::find(settings, key) != settings.end();
}

void read_name(run& one) {
  std::string name = one.said["name"];
  if (const auto kind = one.said.find("aggregate_name"); kind != one.said.end()) one.aggregate = kind->second;
  for (const std::string_view kind : {"median", "mean", "stddev", "cv", "min", "max", "BigO", "RMS"}) {
    const std::string ending = fmt::format("_{}", kind);
    const bool says_so = one.aggregate == kind || !one.said.contains("run_type");
    if (!says_so || !name.ends_with(ending)) continue;
    one.aggregate = kind;
    name.resize(name.size() - ending.size());
    break;
  }
  if (const auto own = one.said.find("run_name"); own != one.said.end()) name = own->second;
  one.benchmark = name;
  for (const std::string& part : parts_of(name)) {
    const std::size_t colon = part.find(':');
    const std::string key = part.substr(0, colon);
    if (is_setting(key)) continue;
    if (key == "threads" && colon != std::string::npos) {
      one.said[key] = part.substr(colon + 1);
      continue;
    }
    if (is_number(part)) {
      one.values.push_back(part);
    } else if (colon != std::string::npos && is_number(part.substr(colon + 1))) {
      one.arguments.emplace_back(key, part.substr(colon + 1));
    } else {
      one.family += one.family.empty() ? part : "/" + part;
    }
  }
}

// Of each benchmark its runs, or the best of its aggregates where it has no runs.
void keep_runs(std::vector<run>& runs, raw_table& table) {
  std::map<std::string, std::set<std::string>> kinds;
  for (const run& one : runs) kinds[one.benchmark].insert(one.aggregate);
  std::map<std::string, std::string> kept;
  std::map<std::string, std::size_t> aggregated;
  std::size_t lost = 0;
  for (const auto& one : kinds) {
    const std::string& benchmark = one.first;
    const std::set<std::string>& there = one.second;
    const auto best = std::ranges::find_if(wanted_kinds, [&](const char* kind) { return there.contains(kind); });
    if (best != wanted_kinds.end()) {
      kept[benchmark] = *best;
      if (!kept[benchmark].empty()) ++aggregated[*best];
    } else if (!there.contains("BigO") && !there.contains("RMS")) {
      ++lost;
    }
  }
  for (const auto& [kind, count] : aggregated) {
    table.notes.push_back(fmt::format("{} of {} benchmarks hold aggregates alone: their latencies are those of '{}'",
                                      count, kinds.size(), kind));
  }
  if (lost > 0) {
    table.notes.push_back(
        fmt::format("{} of {} benchmarks have neither runs nor a median or mean: left out", lost, kinds.size()));
  }
  std::erase_if(runs, [&](const run& one) {
    const auto kind = kept.find(one.benchmark);
    return kind == kept.end() || kind->second != one.aggregate;
  });
}

// How many dimensions have to be said.
std::size_t needed(const std::string& operation, const std::vector<std::string>& dimensions) {
  return static_cast<std::size_t>(std::ranges::count_if(
      dimensions, [&](const std::string& one) { return !profile_io::usual_value(operation, one); }));
}

void name_values(const std::vector<std::string>& dimensions, const read_options& options, std::vector<run>& runs,
                 raw_table& table) {
  const bool by_number = std::ranges::any_of(
      options.aliases, [](const auto& alias) { return alias.second.starts_with("arg") || alias.first == "batch"; });
  bool in_order = false;
  for (run& one : runs) {
    const bool fits = one.arguments.empty() && one.values.size() >= needed(options.operation, dimensions) &&
                      one.values.size() <= dimensions.size() && !by_number;
    in_order = in_order || fits;
    for (std::size_t v = 0; v < one.values.size(); ++v) {
      one.arguments.emplace_back(fits ? dimensions[v] : fmt::format("arg{}", v), one.values[v]);
    }
  }
  if (in_order) {
    table.notes.push_back(fmt::format("arguments without names are taken as {}", fmt::join(dimensions, ", ")));
  }
}

// Members that say nothing of the shape.
bool is_of_library(std::string_view key) {
  constexpr std::array<std::string_view, 21> keys{"name",
                                                  "run_name",
                                                  "run_type",
                                                  "family_index",
                                                  "per_family_instance_index",
                                                  "repetitions",
                                                  "iterations",
                                                  "time_unit",
                                                  "aggregate_name",
                                                  "aggregate_unit",
                                                  "error_occurred",
                                                  "error_message",
                                                  "skipped",
                                                  "skip_message",
                                                  "repetition_index",
                                                  "bytes_per_second",
                                                  "items_per_second",
                                                  "big_o",
                                                  "cpu_coefficient",
                                                  "real_coefficient",
                                                  "rms"};
  return std::ranges::find(keys, key) != keys.end();
}

time_unit unit_of_run(const run& one) {
  const auto stated = one.said.find("time_unit");
  return stated == one.said.end() ? time_unit::ns : *unit_in(stated->second).unit;
}

void require_known_unit(const run& one, std::string_view name) {
  const auto stated = one.said.find("time_unit");
  if (stated == one.said.end() || unit_in(stated->second).unit) return;
  throw usage_error(fmt::format("{}: entry {} has its times in '{}'; write s, ms, us or ns, and the times in that unit",
                                name, one.line, stated->second));
}

// Each run states its own unit.
std::string time_in(time_unit unit, const run& one, const std::string& key) {
  const auto value = one.said.find(key);
  if (value == one.said.end()) return {};
  const parsed_cell read = parse_cell(value->second);
  if (unit_of_run(one) == unit || read.kind != numeral::number) return value->second;
  return fmt::format("{}", read.value * seconds_in(unit_of_run(one)) / seconds_in(unit));
}

std::string problem_of(const run& one) {
  const auto text = [&](const char* key) {
    const auto said = one.said.find(key);
    return said == one.said.end() ? std::string() : said->second;
  };
  const auto with_reason = [](std::string_view what, const std::string& why) {
    return fmt::format("{}: {}", what, why.empty() ? "without a reason" : why);
  };
  if (text("error_occurred") == "true") return with_reason("failed", text("error_message"));
  return text("skipped") == "true" ? with_reason("skipped", text("skip_message")) : std::string();
}

}  // namespace

raw_table read_google_benchmark(std::string_view text, std::string_view name,
                                const std::vector<std::string>& dimensions, const read_options& options) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  const bool json = start != std::string_view::npos && text[start] == '{';
  std::vector<run> runs = json ? runs_of_json(text, name) : runs_of_csv(text, name);
  raw_table table;
  for (run& one : runs) read_name(one);
  keep_runs(runs, table);
  for (const run& one : runs) require_known_unit(one, name);
  if (runs.empty()) throw usage_error(fmt::format("{}: holds no benchmark", name));
  name_values(dimensions, options, runs, table);
  table.one_of = "benchmark";
  table.columns = {table.one_of, "real_time", "cpu_time"};
  const time_unit unit = unit_of_run(runs.front());
  table.units = {{"real_time", unit}, {"cpu_time", unit}};
  const auto add_column = [&](const std::string& column) {
    if (std::ranges::find(table.columns, column) == table.columns.end()) table.columns.push_back(column);
  };
  for (const run& one : runs) {
    for (const auto& [key, value] : one.arguments) add_column(key);
    for (const auto& [key, value] : one.said) {
      if (!is_of_library(key)) add_column(key);
    }
  }
  for (const run& one : runs) {
    raw_row row{one.line, std::vector<std::string>(table.columns.size()), problem_of(one)};
    const auto put = [&](std::string_view column, std::string value) {
      const auto at = std::ranges::find(table.columns, column);
      if (at != table.columns.end()) row.cells[static_cast<std::size_t>(at - table.columns.begin())] = std::move(value);
    };
    for (const auto& [key, value] : one.said) put(key, value);
    for (const auto& [key, value] : one.arguments) put(key, value);
    put(table.one_of, one.family);
    put("real_time", time_in(unit, one, "real_time"));
    put("cpu_time", time_in(unit, one, "cpu_time"));
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace calib::foreign
