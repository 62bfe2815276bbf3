#include "profile_io/writer.hpp"

#include <algorithm>
#include <stdexcept>

#include "calib/profile_error.hpp"
#include "profile_io/check.hpp"
#include "profile_io/json_text.hpp"

namespace calib::profile_io {
namespace {

void write_peaks(json_text& out, const machine_peaks& peaks) {
  out.begin_known_object("flops_per_s", layout::line);
  for (std::size_t i = 0; i < precision_count; ++i) out.known(precisions[i].name, peaks.flops_per_s[i]);
  out.end_object();
  out.known("bandwidth_bytes_per_s", peaks.bandwidth_bytes_per_s);
}

void write_peak_data(json_text& out, std::string_view key, const peak_data& peaks) {
  out.begin_known_object(key);
  write_peaks(out, peaks.peaks);
  out.known("clock_hz", peaks.clock_hz);
  out.known("source", peaks.source);
  out.end_object();
}

void write_machine(json_text& out, const machine_data& machine) {
  out.begin_known_object("machine");
  out.known("cpu", machine.cpu);
  out.known("architecture", machine.architecture);
  out.known("isa", machine.isa);
  out.known("cores", std::uint64_t{machine.cores});
  if (!machine.caches.empty()) {
    out.key("caches");
    out.begin_array();
    for (const cache_data& cache : machine.caches) {
      out.begin_object(layout::line);
      out.member("level", std::uint64_t{cache.level});
      out.member("bytes", cache.bytes);
      out.member("shared_by", std::uint64_t{cache.shared_by});
      out.end_object();
    }
    out.end_array();
  }
  out.known("memory_bytes", machine.memory_bytes);
  out.known("hypervisor", machine.hypervisor);
  out.end_object();
}

void write_setting(json_text& out, const setting_data& setting) {
  out.begin_object();
  out.member("id", setting.id);
  out.member("backend", setting.backend);
  out.known("version", setting.version);
  out.known("threads", std::uint64_t{setting.threads});
  out.member("cache", name(setting.cache));
  out.begin_known_object("peaks");
  write_peaks(out, setting.peaks);
  out.end_object();
  out.known("overhead_s", setting.overhead_s);
  out.known("details", setting.details);
  out.end_object();
}

void write_axes(json_text& out, const std::vector<axis_data>& axes) {
  out.key("axes");
  out.begin_array();
  for (const axis_data& axis : axes) {
    out.begin_object(layout::line);
    out.member("name", axis.name);
    out.key("knots");
    out.begin_array(layout::line);
    for (const std::uint64_t knot : axis.knots) out.value(knot);
    out.end_array();
    if (axis.phase) {
      out.key("phase");
      out.begin_object(layout::line);
      out.member("period", std::uint64_t{axis.phase->period});
      out.member("weight", axis.phase->weight);
      if (axis.phase->remainder != 0) out.member("remainder", axis.phase->remainder);
      out.end_object();
    }
    if (axis.measured) {
      out.key("measured");
      out.begin_array(layout::line);
      out.value(axis.measured->first);
      out.value(axis.measured->last);
      out.end_array();
    }
    out.end_object();
  }
  out.end_array();
}

void write_classes(json_text& out, const table_data& table) {
  if (grid_count(table.classes) == 1) return;
  out.key("classes");
  out.begin_array();
  for (const shape_class& one : table.classes) {
    if (!one.any()) continue;
    out.begin_object(layout::line);
    out.member(name(one.rule), one.amount);
    if (is_of_axes(one.rule)) out.member("axis", table.axes[one.axis].name);
    if (one.also != one.axis) out.member("also", table.axes[one.also].name);
    out.end_object();
  }
  out.end_array();
}

/// Columns under the names of their axes, as tables of data are kept elsewhere.
void write_measurements(json_text& out, const table_data& table) {
  const measurements_data& measured = table.measurements;
  if (measured.latency_s.empty()) return;
  out.key("measurements");
  out.begin_object();
  for (std::size_t a = 0; a < table.axes.size(); ++a) {
    out.key(table.axes[a].name);
    out.begin_array(layout::line);
    for (const std::uint64_t dim : measured.dims[a]) out.value(dim);
    out.end_array();
  }
  out.rows("latency_s", measured.latency_s, measured.latency_s.size());
  out.end_object();
}

void write_quality(json_text& out, const quality_data& quality) {
  out.begin_known_object("quality", layout::line);
  if (quality.grade != '-') out.member("grade", std::string_view{&quality.grade, 1});
  out.known("points", std::uint64_t{quality.points});
  out.known("interval", quality.interval);
  out.known("rejected", quality.rejected);
  out.known("between_launches", quality.between_launches);
  out.known("flags", quality.flags);
  out.end_object();
}

void write_error(json_text& out, const table_data& table) {
  if (table.error.count == 0) return;  // never tested
  out.key("error");
  out.begin_object(layout::line);
  out.member("method", table.error_method);
  out.member("median", table.error.median);
  out.member("p95", table.error.p95);
  out.member("count", std::uint64_t{table.error.count});
  out.end_object();
}

void write_source(json_text& out, const source_data& source) {
  out.begin_known_object("source");
  out.known("name", source.name);
  out.known("url", source.url);
  out.known("licence", source.licence);
  out.known("conditions", source.conditions);
  out.end_object();
}

void write_table(json_text& out, const table_data& table) {
  const std::size_t row = table.axes.empty() ? 1 : table.axes.back().knots.size();
  out.begin_object();
  out.member("operation", table.operation);
  out.member("precision", facts(table.precision).name);
  out.member("setting", table.setting);
  write_axes(out, table.axes);
  write_classes(out, table);
  out.rows("latency_s", table.latency_s, row);
  if (!table.wall_latency_s.empty()) out.rows("wall_latency_s", table.wall_latency_s, row);
  if (table.fitted) out.member("fitted", true);
  write_measurements(out, table);
  write_quality(out, table.quality);
  write_error(out, table);
  write_source(out, table.source);
  out.end_object();
}

void write_left_out(json_text& out, const std::vector<left_out_data>& tables) {
  if (tables.empty()) return;
  out.key("left_out");
  out.begin_array();
  for (const left_out_data& table : tables) {
    out.begin_object(layout::line);
    out.member("operation", table.operation);
    out.member("precision", facts(table.precision).name);
    out.member("setting", table.setting);
    out.member("reason", table.reason);
    out.end_object();
  }
  out.end_array();
}

std::string write(const profile_data& profile) {
  json_text out;
  out.begin_object();
  out.member("schema", static_cast<std::uint64_t>(profile.schema));
  out.member("id", profile.id);
  out.member("name", profile.name);
  out.known("created", profile.created);
  write_machine(out, profile.machine);
  write_peak_data(out, "theoretical_peaks", profile.theoretical);
  write_peak_data(out, "measured_peaks", profile.measured);
  out.begin_known_object("environment");
  for (const auto& [key, value] : profile.environment) out.member(key, value);
  out.end_object();
  out.key("settings");
  out.begin_array();
  for (const setting_data& setting : profile.settings) write_setting(out, setting);
  out.end_array();
  out.member("default_setting", profile.default_setting);
  out.key("tables");
  out.begin_array();
  for (const table_data& table : profile.tables) write_table(out, table);
  out.end_array();
  write_left_out(out, profile.left_out);
  out.end_object();
  return std::move(out).finish();
}

}  // namespace

std::string to_json(const profile_data& profile) {
  const std::string name = "profile " + profile.id;
  check(profile, name);
  try {
    return write(profile);
  } catch (const std::invalid_argument& problem) {
    throw profile_error(profile_fault::wrong_value, name, "", problem.what(), "write this text in UTF-8");
  }
}

}  // namespace calib::profile_io
