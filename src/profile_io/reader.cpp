#include "profile_io/reader.hpp"

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <utility>

#include "calib/profile.hpp"
#include "profile_io/check.hpp"
#include "profile_io/json_fields.hpp"
#include "profile_io/json_value.hpp"
#include "profile_io/later_axes.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"
#include "profile_io/text_file.hpp"

namespace calib::profile_io {
namespace {

cache_state read_cache_state(const json_value& value) {
  const std::string text = value.text();
  if (const auto state = parse_cache_state(text)) return *state;
  value.fail(profile_fault::wrong_value, "caches are warm, cold, or as in a network, found " + in_quotes(text),
             "write \"warm\", \"cold\" or \"network\"");
}

char read_grade(const json_value& value) {
  const std::string grade = value.text();
  if (grade.size() == 1 && grade[0] >= 'A' && grade[0] <= 'D') return grade[0];
  value.fail(profile_fault::wrong_value, "a grade is A, B, C or D, found " + in_quotes(grade),
             "correct it, or leave it out if it is unknown");
}

std::array<double, precision_count> read_flops_per_s(const json_value& value) {
  std::array<double, precision_count> out{};
  for (const auto& [key, member] : json_object::members(value)) {
    const auto found = parse_precision(key);
    if (!found || facts(*found).name != key) {
      member.fail(profile_fault::unknown_precision, "there is no precision " + in_quotes(key),
                  found ? "write " + std::string{facts(*found).name} : "name one of " + precision_names());
    }
    out[static_cast<std::size_t>(*found)] = member.number();
  }
  return out;
}

machine_peaks read_peaks(const json_object& object) {
  machine_peaks out;
  if (const auto v = object.optional("flops_per_s")) out.flops_per_s = read_flops_per_s(*v);
  if (const auto v = object.optional("bandwidth_bytes_per_s")) out.bandwidth_bytes_per_s = v->number();
  return out;
}

peak_data read_peak_data(const json_value& value) {
  const json_object object(value, {"flops_per_s", "bandwidth_bytes_per_s", "clock_hz", "source"});
  peak_data out;
  out.peaks = read_peaks(object);
  if (const auto v = object.optional("clock_hz")) out.clock_hz = v->number();
  out.source = object.optional_text("source");
  return out;
}

cache_data read_cache(const json_value& value) {
  const json_object object(value, {"level", "bytes", "shared_by"});
  cache_data out;
  out.level = object.required("level").whole<std::uint32_t>();
  out.bytes = object.required("bytes").whole<std::uint64_t>();
  if (const auto v = object.optional("shared_by")) out.shared_by = v->whole<std::uint32_t>();
  return out;
}

core_kind_data read_core_kind(const json_value& value) {
  const json_object object(value, {"name", "cores"});
  core_kind_data out;
  out.name = object.required("name").text();
  if (const auto v = object.optional("cores")) out.cores = v->whole<std::uint32_t>();
  return out;
}

machine_data read_machine(const json_value& value) {
  const json_object object(value, {"cpu", "architecture", "isa", "cores", "core_kinds", "numa_nodes", "caches",
                                   "memory_bytes", "hypervisor"});
  machine_data out;
  out.cpu = object.optional_text("cpu");
  out.architecture = object.optional_text("architecture");
  if (const auto v = object.optional("isa")) out.isa = v->texts();
  if (const auto v = object.optional("cores")) out.cores = v->whole<std::uint32_t>();
  if (const auto v = object.optional("core_kinds")) {
    for (const json_value& kind : v->items()) out.core_kinds.push_back(read_core_kind(kind));
  }
  if (const auto v = object.optional("numa_nodes")) out.numa_nodes = v->whole<std::uint32_t>();
  if (const auto v = object.optional("caches")) {
    for (const json_value& cache : v->items()) out.caches.push_back(read_cache(cache));
  }
  if (const auto v = object.optional("memory_bytes")) out.memory_bytes = v->whole<std::uint64_t>();
  out.hypervisor = object.optional_text("hypervisor");
  return out;
}

measured_on_data read_measured_on(const json_value& value) {
  const json_object object(value, {"core_kind", "numa_node", "cores", "cpus", "cpu_quota"});
  measured_on_data out;
  out.core_kind = object.optional_text("core_kind");
  if (const auto v = object.optional("numa_node")) out.numa_node = v->whole<std::uint32_t>();
  if (const auto v = object.optional("cores")) out.cores = v->whole<std::uint32_t>();
  out.cpus = object.optional_text("cpus");
  if (const auto v = object.optional("cpu_quota")) out.cpu_quota = v->number();
  return out;
}

fusion_set read_absorbs(const json_value& value) {
  fusion_set out;
  for (const json_value& item : value.items()) {
    const std::string text = item.text();
    const auto found = parse_fusion(text);
    if (!found) {
      item.fail(profile_fault::wrong_value, "there is no fusion " + in_quotes(text),
                "name some of " + joined(fusion_names));
    }
    if (out.has(*found)) item.fail(profile_fault::wrong_value, in_quotes(text) + " is there twice", "leave one out");
    out.add(*found);
  }
  return out;
}

setting_data read_setting(const json_value& value) {
  const json_object object(value, {"id", "backend", "version", "threads", "cache", "core_kind", "peaks", "overhead_s",
                                   "details", "absorbs", "company_bytes"});
  setting_data out;
  out.id = object.required("id").text();
  out.backend = object.required("backend").text();
  out.version = object.optional_text("version");
  if (const auto v = object.optional("threads")) out.threads = v->whole<std::uint32_t>();
  out.cache = read_cache_state(object.required("cache"));
  out.core_kind = object.optional_text("core_kind");
  if (const auto v = object.optional("peaks")) {
    out.peaks = read_peaks(json_object(*v, {"flops_per_s", "bandwidth_bytes_per_s"}));
  }
  if (const auto v = object.optional("overhead_s")) out.overhead_s = v->number();
  out.details = object.optional_text("details");
  if (const auto v = object.optional("absorbs")) out.absorbs = read_absorbs(*v);
  if (const auto v = object.optional("company_bytes")) out.company_bytes = v->whole<std::uint64_t>();
  return out;
}

axis_phase read_phase(const json_value& value) {
  const json_object object(value, {"period", "weight", "remainder"});
  axis_phase out{object.required("period").whole<std::uint32_t>(), object.required("weight").number()};
  if (const auto v = object.optional("remainder")) out.remainder = v->number();
  return out;
}

range_data read_range(const json_value& value) {
  const auto ends = value.whole_numbers();
  if (ends.size() == 2) return {ends[0], ends[1]};
  value.fail(profile_fault::wrong_length, "a range has 2 sizes, found " + std::to_string(ends.size()),
             "write the smallest and the largest size measured");
}

axis_data read_axis(const json_value& value) {
  const json_object object(value, {"name", "knots", "phase", "measured"});
  axis_data out{object.required("name").text(), object.required("knots").whole_numbers()};
  if (const auto v = object.optional("phase")) out.phase = read_phase(*v);
  if (const auto v = object.optional("measured")) out.measured = read_range(*v);
  return out;
}

std::size_t position_of(const json_value& name, const std::vector<axis_data>& axes) {
  const auto found = std::ranges::find(axes, name.text(), &axis_data::name);
  if (found == axes.end()) {
    name.fail(profile_fault::wrong_value, "the table has no axis " + in_quotes(name.text()), "name one of its axes");
  }
  return static_cast<std::size_t>(found - axes.begin());
}

shape_class read_class(const json_value& value, const std::vector<axis_data>& axes) {
  const json_object object(value, {"multiple_of", "size_above", "axis", "also", "flops_above", "bytes_above"});
  shape_class out;
  for (const class_rule rule :
       {class_rule::multiple_of, class_rule::size_above, class_rule::flops_above, class_rule::bytes_above}) {
    const auto amount = object.optional(name(rule));
    if (!amount) continue;
    if (out.any()) {
      value.fail(profile_fault::wrong_value, "a class has one rule, found two", "write two classes");
    }
    out.rule = rule;
    out.amount = amount->whole<std::uint64_t>();
  }
  if (!out.any()) {
    value.fail(profile_fault::wrong_value, "a class has no rule",
               "write multiple_of or size_above with an axis, flops_above or bytes_above");
  }
  if (!is_of_axes(out.rule)) return out;
  out.axis = out.also = position_of(object.required("axis"), axes);
  if (const auto another = object.optional("also")) out.also = position_of(*another, axes);
  return out;
}

shape_classes read_classes(const json_value& value, const std::vector<axis_data>& axes) {
  const auto items = value.items();
  shape_classes out;
  if (items.empty() || items.size() > out.size()) {
    value.fail(profile_fault::wrong_length,
               "a table has at most " + std::to_string(out.size()) + " classes, found " + std::to_string(items.size()),
               "keep those that tell the most apart, or leave out an empty list");
  }
  for (std::size_t i = 0; i < items.size(); ++i) out[i] = read_class(items[i], axes);
  return out;
}

measurements_data read_measurements(const json_value& value, const std::vector<axis_data>& axes) {
  std::vector<std::string_view> keys{"latency_s"};
  for (const axis_data& axis : axes) keys.push_back(axis.name);
  const json_object object(value, keys);
  measurements_data out;
  for (const axis_data& axis : axes) out.dims.push_back(object.required(axis.name).whole_numbers());
  out.latency_s = object.required("latency_s").numbers();
  if (out.latency_s.empty()) {
    value.fail(profile_fault::wrong_length, "the measurements are empty", "list them, or leave them out");
  }
  return out;
}

misfit_data read_misfits(const json_value& value) {
  const json_object object(value, {"shapes", "count", "worst"});
  misfit_data out;
  out.shapes = object.required("shapes").whole<std::uint32_t>();
  out.count = object.required("count").whole<std::uint32_t>();
  if (const auto v = object.optional("worst")) {
    for (const json_value& shape : v->items()) {
      const json_object one(shape, {"dims", "measured_s", "predicted_s"});
      out.worst.push_back({one.required("dims").whole_numbers(), one.required("measured_s").number(),
                           one.required("predicted_s").number()});
    }
  }
  return out;
}

quality_data read_quality(const json_value& value) {
  const json_object object(value,
                           {"grade", "points", "interval", "rejected", "between_launches", "as_it_comes", "flags"});
  quality_data out;
  if (const auto v = object.optional("grade")) out.grade = read_grade(*v);
  if (const auto v = object.optional("points")) out.points = v->whole<std::uint32_t>();
  if (const auto v = object.optional("interval")) out.interval = v->number();
  if (const auto v = object.optional("rejected")) out.rejected = v->number();
  if (const auto v = object.optional("between_launches")) out.between_launches = v->number();
  if (const auto v = object.optional("as_it_comes")) out.as_it_comes = v->number();
  if (const auto v = object.optional("flags")) out.flags = v->texts();
  return out;
}

void read_error(const json_value& value, table_data& out) {
  const json_object object(value, {"method", "median", "p95", "count"});
  out.error_method = object.required("method").text();
  out.error.median = object.required("median").number();
  out.error.p95 = object.required("p95").number();
  out.error.count = object.required("count").whole<std::uint32_t>();
}

table_data read_table(const json_value& value) {
  const json_object object(
      value, {"operation", "precision", "setting", "axes", "classes", "line", "latency_s", "wall_latency_s", "fitted",
              "measurements", "misfits", "quality", "error", "source"});
  table_data out;
  out.operation = object.required("operation").text();
  out.precision = read_precision(object.required("precision"));
  out.setting = object.required("setting").text();
  for (const json_value& axis : object.required("axes").items()) out.axes.push_back(read_axis(axis));
  if (const auto v = object.optional("classes")) out.classes = read_classes(*v, out.axes);
  if (const auto v = object.optional("line")) out.line = v->whole_numbers();
  out.latency_s = object.required("latency_s").numbers();
  if (const auto v = object.optional("wall_latency_s")) out.wall_latency_s = v->numbers();
  if (const auto v = object.optional("fitted")) out.fitted = v->boolean();
  if (const auto v = object.optional("measurements")) out.measurements = read_measurements(*v, out.axes);
  if (const auto v = object.optional("misfits")) out.misfits = read_misfits(*v);
  if (const auto v = object.optional("quality")) out.quality = read_quality(*v);
  if (const auto v = object.optional("error")) read_error(*v, out);
  if (const auto v = object.optional("source")) out.source = read_source(*v);
  add_later_axis(out);
  return out;
}

left_out_data read_left_out(const json_value& value) {
  const json_object object(value, {"operation", "precision", "setting", "reason"});
  return {.operation = object.required("operation").text(),
          .precision = read_precision(object.required("precision")),
          .setting = object.required("setting").text(),
          .reason = object.required("reason").text()};
}

history_data read_history(const json_value& value) {
  const json_object object(value, {"condition", "time_s", "clock_hz", "fma", "cache", "dram"});
  history_data out;
  out.condition = object.required("condition").text();
  out.time_s = object.required("time_s").numbers();
  if (const auto v = object.optional("clock_hz")) out.clock_hz = v->numbers();
  if (const auto v = object.optional("fma")) out.fma = v->numbers();
  if (const auto v = object.optional("cache")) out.cache = v->numbers();
  if (const auto v = object.optional("dram")) out.dram = v->numbers();
  return out;
}

/// The schema first: in another schema, other keys are right.
int read_schema(const json_value& root, std::string_view file) {
  for (const auto& [key, member] : json_object::members(root)) {
    if (key != "schema") continue;
    const int version = member.whole<int>();
    check_schema(version, file);
    return version;
  }
  root.fail(profile_fault::missing_key, "the key \"schema\" is missing",
            "name a calib profile; one for this version begins with \"schema\": " + std::to_string(schema_version));
}

profile_data read_root(const json_value& root, std::string_view file) {
  profile_data out;
  out.schema = read_schema(root, file);
  if (has_member(root, "layers") && !has_member(root, "tables")) {
    root.fail(profile_fault::wrong_value, "this is a network, and not a profile",
              "name a profile here, and the network where one is asked for");
  }
  const json_object object(
      root, {"schema", "id", "name", "created", "machine", "measured_on", "theoretical_peaks", "measured_peaks",
             "environment", "settings", "default_setting", "tables", "left_out", "history"});
  out.id = object.required("id").text();
  out.name = object.required("name").text();
  out.created = object.optional_text("created");
  if (const auto v = object.optional("machine")) out.machine = read_machine(*v);
  if (const auto v = object.optional("measured_on")) out.measured_on = read_measured_on(*v);
  if (const auto v = object.optional("theoretical_peaks")) out.theoretical = read_peak_data(*v);
  if (const auto v = object.optional("measured_peaks")) out.measured = read_peak_data(*v);
  if (const auto v = object.optional("environment")) {
    for (const auto& [key, member] : json_object::members(*v)) out.environment.emplace(key, member.text());
  }
  for (const json_value& setting : object.required("settings").items()) out.settings.push_back(read_setting(setting));
  out.default_setting = object.required("default_setting").text();
  for (const json_value& table : object.required("tables").items()) out.tables.push_back(read_table(table));
  if (const auto v = object.optional("left_out")) {
    for (const json_value& table : v->items()) out.left_out.push_back(read_left_out(table));
  }
  if (const auto v = object.optional("history")) {
    for (const json_value& part : v->items()) out.history.push_back(read_history(part));
  }
  return out;
}

}  // namespace

profile_data read_profile_text(std::string_view json, std::string_view name) {
  simdjson::dom::parser parser;
  simdjson::dom::element root;
  if (const auto error = parser.parse(json.data(), json.size()).get(root); error != simdjson::SUCCESS) {
    throw profile_error(profile_fault::not_json, std::string{name}, "",
                        std::string{"this is not valid JSON: "} + simdjson::error_message(error),
                        "`python3 -m json.tool <file>` shows the line");
  }
  profile_data profile = read_root(json_value(root, "", name), name);
  check(profile, name);
  return profile;
}

profile_data read_profile(const std::filesystem::path& path) {
  return read_profile_text(read_text(path), path.string());
}

}  // namespace calib::profile_io
