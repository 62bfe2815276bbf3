#include "calibration/checkpoint_file.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "profile_io/atomic_file.hpp"
#include "profile_io/json_layout.hpp"
#include "profile_io/json_value.hpp"
#include "profile_io/text_file.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

using profile_io::json;
using profile_io::json_object;
using profile_io::json_value;

constexpr int format_version = 3;
constexpr const char* remedy = "start anew without --resume";

/// One column for each member of a timing. No cycles counted is written as 0, which no work takes.
struct sample_columns {
  std::vector<double> round, launch, wall_s, clock_hz, counted_cycles, reason;
};

sample_columns columns_of(const std::vector<measure::timing>& samples) {
  sample_columns columns;
  for (const measure::timing& one : samples) {
    columns.round.push_back(static_cast<double>(one.round));
    columns.launch.push_back(static_cast<double>(one.launch));
    columns.wall_s.push_back(one.wall_s);
    columns.clock_hz.push_back(one.clock_hz);
    columns.counted_cycles.push_back(one.counted_cycles.value_or(0));
    columns.reason.push_back(static_cast<double>(one.reason));
  }
  return columns;
}

json json_of(const shape_record& shape) {
  const measure::series_state& measured = shape.measured;
  const sample_columns columns = columns_of(measured.samples);
  json out{{"dims", shape.dims},
           {"batch", {measured.batch.calls, measured.batch.seconds_per_call, measured.batch.own_minor_faults}},
           {"round", columns.round},
           {"launch", columns.launch},
           {"wall_s", columns.wall_s},
           {"clock_hz", columns.clock_hz},
           {"counted_cycles", columns.counted_cycles},
           {"rejected", columns.reason}};
  if (!measured.failure.empty()) out["failure"] = measured.failure;
  return out;
}

json json_of(const table_id& id) {
  return {{"setting", id.setting}, {"operation", id.operation}, {"precision", facts(id.precision).name}};
}

std::vector<double> numbers_of(const measure::round_record& round) {
  return {round.start.clock_hz,
          round.start.fma_s,
          round.start.cache_s,
          round.start.dram_s,
          round.end.clock_hz,
          round.end.fma_s,
          round.end.cache_s,
          round.end.dram_s,
          round.seconds,
          static_cast<double>(round.samples),
          static_cast<double>(round.rejected)};
}

json json_of(const stage& one) {
  json out{{"threads", one.condition.threads},
           {"cache", name(one.condition.cache)},
           {"backend", one.condition.backend},
           {"memory_bytes", one.limits.memory_bytes},
           {"flops", one.limits.flops},
           {"elapsed_s", one.elapsed_s},
           {"company_bytes", one.condition.company_bytes},
           {"rounds", json::array()},
           {"tables", json::array()}};
  if (one.throttled.any()) out["throttled"] = {one.throttled.periods, one.throttled.seconds};
  for (const measure::round_record& round : one.rounds) {
    for (const double number : numbers_of(round)) out["rounds"].push_back(number);
  }
  for (const table_record& table : one.tables) {
    json entry = json_of(table.id);
    entry["shapes"] = json::array();
    for (const shape_record& shape : table.shapes) entry["shapes"].push_back(json_of(shape));
    out["tables"].push_back(std::move(entry));
  }
  return out;
}

[[noreturn]] void wrong_length(const json_value& value, std::size_t wanted) {
  value.fail(profile_fault::wrong_length, fmt::format("this must have {} elements", wanted), remedy);
}

std::vector<double> column(const json_object& object, std::string_view name, std::size_t size) {
  const json_value value = object.required(name);
  std::vector<double> numbers = value.numbers();
  if (numbers.size() != size) wrong_length(value, size);
  return numbers;
}

measure::rejection reason_from(double number, const json_value& at) {
  for (std::size_t kind = 0; kind < measure::rejection_kinds; ++kind) {
    if (number == static_cast<double>(kind)) return static_cast<measure::rejection>(kind);
  }
  at.fail(profile_fault::wrong_value, fmt::format("there is no reason {}", number), remedy);
}

shape_record read_shape(const json_value& value) {
  const json_object object(
      value, {"dims", "batch", "round", "launch", "wall_s", "clock_hz", "counted_cycles", "rejected", "failure"});
  shape_record shape;
  for (const std::uint64_t size : object.required("dims").whole_numbers()) shape.dims.push_back(size);
  const std::vector<double> batch = column(object, "batch", 3);
  shape.measured.batch = {
      .calls = static_cast<std::size_t>(batch[0]), .seconds_per_call = batch[1], .own_minor_faults = batch[2]};
  const std::vector<std::uint64_t> rounds = object.required("round").whole_numbers();
  const std::vector<double> launches = column(object, "launch", rounds.size());
  const std::vector<double> wall_s = column(object, "wall_s", rounds.size());
  const std::vector<double> clock_hz = column(object, "clock_hz", rounds.size());
  const std::vector<double> cycles = column(object, "counted_cycles", rounds.size());
  const std::vector<double> reasons = column(object, "rejected", rounds.size());
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    shape.measured.samples.push_back({.round = rounds[i],
                                      .launch = static_cast<std::size_t>(launches[i]),
                                      .wall_s = wall_s[i],
                                      .clock_hz = clock_hz[i],
                                      .counted_cycles = cycles[i] > 0 ? std::optional(cycles[i]) : std::nullopt,
                                      .reason = reason_from(reasons[i], object.required("rejected"))});
  }
  shape.measured.failure = object.optional_text("failure");
  return shape;
}

table_id read_id(const json_object& object) {
  const json_value name = object.required("precision");
  const auto precision = parse_precision(name.text());
  if (!precision) name.fail(profile_fault::unknown_precision, "there is no such precision", remedy);
  return {.setting = object.required("setting").text(),
          .operation = object.required("operation").text(),
          .precision = *precision};
}

table_record read_table(const json_value& value) {
  const json_object object(value, {"setting", "operation", "precision", "shapes"});
  table_record table{.id = read_id(object), .shapes = {}};
  for (const json_value& shape : object.required("shapes").items()) table.shapes.push_back(read_shape(shape));
  return table;
}

measure::round_record round_from(const double* n) {
  return {.start = {.clock_hz = n[0], .fma_s = n[1], .cache_s = n[2], .dram_s = n[3]},
          .end = {.clock_hz = n[4], .fma_s = n[5], .cache_s = n[6], .dram_s = n[7]},
          .seconds = n[8],
          .samples = static_cast<std::size_t>(n[9]),
          .rejected = static_cast<std::size_t>(n[10])};
}

stage read_stage(const json_value& value) {
  const json_object object(value, {"threads", "cache", "backend", "memory_bytes", "flops", "elapsed_s", "throttled",
                                   "rounds", "tables", "company_bytes"});
  const json_value cache = object.required("cache");
  const auto state = parse_cache_state(cache.text());
  if (!state) cache.fail(profile_fault::wrong_value, "caches are warm, cold or as in a network", remedy);
  stage one{.condition = {.threads = object.required("threads").whole<unsigned>(),
                          .cache = *state,
                          .company_bytes = object.required("company_bytes").whole<std::uint64_t>(),
                          .backend = std::string(object.required("backend").text())},
            .limits = {.memory_bytes = object.required("memory_bytes").whole<std::uint64_t>(),
                       .flops = object.required("flops").number()},
            .elapsed_s = object.required("elapsed_s").number(),
            .throttled = {},
            .rounds = {},
            .tables = {}};
  if (object.optional("throttled")) {
    const std::vector<double> throttled = column(object, "throttled", 2);
    one.throttled = {.periods = throttled[0], .seconds = throttled[1]};
  }
  const std::size_t width = numbers_of({}).size();
  const std::vector<double> rounds = object.required("rounds").numbers();
  if (rounds.size() % width != 0) wrong_length(object.required("rounds"), rounds.size() / width * width);
  for (std::size_t at = 0; at < rounds.size(); at += width) one.rounds.push_back(round_from(&rounds[at]));
  for (const json_value& table : object.required("tables").items()) one.tables.push_back(read_table(table));
  return one;
}

fault read_fault(const json_value& value) {
  const json_object object(value, {"setting", "operation", "precision", "reason"});
  return {.table = read_id(object), .reason = object.required("reason").text()};
}

/// A round stands on a line.
std::size_t row_length(const json&, std::string_view member) { return member == "rounds" ? numbers_of({}).size() : 0; }

}  // namespace

std::string to_json(const checkpoint& work) {
  json out{{"checkpoint", format_version},
           {"identity", work.identity},
           {"faults", json::array()},
           {"stages", json::array()}};
  for (const fault& one : work.faults) {
    out["faults"].push_back(json_of(one.table));
    out["faults"].back()["reason"] = one.reason;
  }
  for (const stage& one : work.stages) out["stages"].push_back(json_of(one));
  return profile_io::laid_out(out, {.on_one_line = {"faults", "shapes"},
                                    .row_length = row_length,
                                    .not_utf8 = json::error_handler_t::replace});  // messages of libraries
}

checkpoint parse_checkpoint(std::string_view json, std::string_view file) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto error = parser.parse(json.data(), json.size()).get(root); error != simdjson::SUCCESS) {
    throw profile_error(profile_fault::not_json, std::string{file}, "",
                        std::string{"this is no checkpoint: "} + simdjson::error_message(error), remedy);
  }
  const json_value whole(root, "", file);
  for (const auto& [key, version] :
       json_object::members(whole)) {  // before other keys, which versions have of their own
    if (key == "checkpoint" && version.whole<int>() != format_version) {
      version.fail(profile_fault::wrong_value, "another version of calib wrote this checkpoint", remedy);
    }
  }
  const json_object object(whole, {"checkpoint", "identity", "faults", "stages"});
  static_cast<void>(object.required("checkpoint"));
  checkpoint work;
  for (const auto& [name, value] : json_object::members(object.required("identity"))) {
    work.identity.emplace(name, value.text());
  }
  for (const json_value& one : object.required("faults").items()) work.faults.push_back(read_fault(one));
  for (const json_value& one : object.required("stages").items()) work.stages.push_back(read_stage(one));
  return work;
}

void write_checkpoint(const std::filesystem::path& path, const checkpoint& work) {
  profile_io::write_atomically(path, to_json(work));
}

checkpoint read_checkpoint(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) {
    throw usage_error(fmt::format("nothing to resume: there is no {}; {}", path.string(), remedy));
  }
  return parse_checkpoint(profile_io::read_text(path), path.string());
}

}  // namespace calib::calibration
