#include "profile_io/writer.hpp"

#include <stdexcept>

#include "calib/profile_error.hpp"
#include "profile_io/check.hpp"
#include "profile_io/json_layout.hpp"
#include "profile_io/json_members.hpp"

namespace calib::profile_io {
namespace {

void add_peaks(json& to, const machine_peaks& peaks) {
  json flops;
  for (std::size_t i = 0; i < precision_count; ++i) add_known(flops, precisions[i].name, peaks.flops_per_s[i]);
  add_known(to, "flops_per_s", flops);
  add_known(to, "bandwidth_bytes_per_s", peaks.bandwidth_bytes_per_s);
}

json json_of(const peak_data& peaks) {
  json out;
  add_peaks(out, peaks.peaks);
  add_known(out, "clock_hz", peaks.clock_hz);
  add_known(out, "source", peaks.source);
  return out;
}

json json_of(const machine_data& machine) {
  json out;
  add_known(out, "cpu", machine.cpu);
  add_known(out, "architecture", machine.architecture);
  add_known(out, "isa", machine.isa);
  add_known(out, "cores", machine.cores);
  for (const core_kind_data& kind : machine.core_kinds) {
    json entry{{"name", kind.name}};
    add_known(entry, "cores", kind.cores);
    out["core_kinds"].push_back(std::move(entry));
  }
  add_known(out, "numa_nodes", machine.numa_nodes);
  for (const cache_data& cache : machine.caches) {
    out["caches"].push_back({{"level", cache.level}, {"bytes", cache.bytes}, {"shared_by", cache.shared_by}});
  }
  add_known(out, "memory_bytes", machine.memory_bytes);
  add_known(out, "hypervisor", machine.hypervisor);
  return out;
}

json json_of(const measured_on_data& part) {
  json out;
  add_known(out, "core_kind", part.core_kind);
  if (part.numa_node) out["numa_node"] = *part.numa_node;
  add_known(out, "cores", part.cores);
  add_known(out, "cpus", part.cpus);
  add_known(out, "cpu_quota", part.cpu_quota);
  return out;
}

json json_of(const setting_data& setting) {
  json out{{"id", setting.id}, {"backend", setting.backend}};
  add_known(out, "version", setting.version);
  add_known(out, "threads", setting.threads);
  out["cache"] = name(setting.cache);
  add_known(out, "core_kind", setting.core_kind);
  json peaks;
  add_peaks(peaks, setting.peaks);
  add_known(out, "peaks", peaks);
  add_known(out, "overhead_s", setting.overhead_s);
  add_known(out, "details", setting.details);
  if (!setting.absorbs.empty()) {
    json absorbs = json::array();
    for (std::size_t i = 0; i < fusion_count; ++i) {
      if (setting.absorbs.has(static_cast<fusion>(i))) absorbs.push_back(fusion_names[i]);
    }
    out["absorbs"] = absorbs;
  }
  add_known(out, "company_bytes", setting.company_bytes);
  return out;
}

json json_of(const axis_data& axis) {
  json out{{"name", axis.name}, {"knots", axis.knots}};
  if (axis.phase) {
    out["phase"] = {{"period", axis.phase->period}, {"weight", axis.phase->weight}};
    add_known(out["phase"], "remainder", axis.phase->remainder);
  }
  if (axis.measured) out["measured"] = {axis.measured->first, axis.measured->last};
  return out;
}

json classes_of(const table_data& table) {
  json out;
  for (const shape_class& one : table.classes) {
    if (!one.any()) continue;
    json entry;
    entry[name(one.rule)] = one.amount;
    if (is_of_axes(one.rule)) entry["axis"] = table.axes[one.axis].name;
    if (one.also != one.axis) entry["also"] = table.axes[one.also].name;
    out.push_back(std::move(entry));
  }
  return out;
}

/// Columns under the names of their axes, as tables of data are kept elsewhere.
json measurements_of(const table_data& table) {
  const measurements_data& measured = table.measurements;
  json out;
  if (measured.latency_s.empty()) return out;
  for (std::size_t a = 0; a < table.axes.size(); ++a) out[table.axes[a].name] = measured.dims[a];
  out["latency_s"] = measured.latency_s;
  return out;
}

json json_of(const misfit_data& misfits) {
  json out;
  if (misfits.shapes == 0) return out;
  out["shapes"] = misfits.shapes;
  out["count"] = misfits.count;
  for (const misfit_shape& one : misfits.worst) {
    out["worst"].push_back({{"dims", one.dims}, {"measured_s", one.measured_s}, {"predicted_s", one.predicted_s}});
  }
  return out;
}

json json_of(const quality_data& quality) {
  json out;
  if (quality.grade != '-') out["grade"] = std::string(1, quality.grade);
  add_known(out, "points", quality.points);
  add_known(out, "interval", quality.interval);
  add_known(out, "rejected", quality.rejected);
  add_known(out, "between_launches", quality.between_launches);
  add_known(out, "as_it_comes", quality.as_it_comes);
  add_known(out, "flags", quality.flags);
  return out;
}

json error_of(const table_data& table) {
  if (table.error.count == 0) return {};  // never tested
  return {{"method", table.error_method},
          {"median", table.error.median},
          {"p95", table.error.p95},
          {"count", table.error.count}};
}

json json_of(const table_data& table) {
  json out{{"operation", table.operation}, {"precision", facts(table.precision).name}, {"setting", table.setting}};
  out["axes"] = json::array();
  for (const axis_data& axis : table.axes) out["axes"].push_back(json_of(axis));
  add_known(out, "classes", classes_of(table));
  add_known(out, "line", table.line);
  out["latency_s"] = table.latency_s;
  add_known(out, "wall_latency_s", table.wall_latency_s);
  add_known(out, "fitted", table.fitted);
  add_known(out, "measurements", measurements_of(table));
  add_known(out, "misfits", json_of(table.misfits));
  add_known(out, "quality", json_of(table.quality));
  add_known(out, "error", error_of(table));
  add_known(out, "source", json_of(table.source));
  return out;
}

json json_of(const left_out_data& table) {
  return {{"operation", table.operation},
          {"precision", facts(table.precision).name},
          {"setting", table.setting},
          {"reason", table.reason}};
}

json json_of(const history_data& part) {
  json out{{"condition", part.condition}, {"time_s", part.time_s}};
  add_known(out, "clock_hz", part.clock_hz);
  add_known(out, "fma", part.fma);
  add_known(out, "cache", part.cache);
  add_known(out, "dram", part.dram);
  return out;
}

json json_of(const profile_data& profile) {
  json out{{"schema", profile.schema}, {"id", profile.id}, {"name", profile.name}};
  add_known(out, "created", profile.created);
  add_known(out, "machine", json_of(profile.machine));
  add_known(out, "measured_on", json_of(profile.measured_on));
  add_known(out, "theoretical_peaks", json_of(profile.theoretical));
  add_known(out, "measured_peaks", json_of(profile.measured));
  add_known(out, "environment", profile.environment);
  out["settings"] = json::array();
  for (const setting_data& setting : profile.settings) out["settings"].push_back(json_of(setting));
  out["default_setting"] = profile.default_setting;
  out["tables"] = json::array();
  for (const table_data& table : profile.tables) out["tables"].push_back(json_of(table));
  for (const left_out_data& table : profile.left_out) out["left_out"].push_back(json_of(table));
  for (const history_data& part : profile.history) out["history"].push_back(json_of(part));
  return out;
}

/// Latencies of a table stand in rows, one for each run of the last axis.
std::size_t row_length(const json& owner, std::string_view member) {
  if (!member.ends_with("latency_s") || !owner.contains("axes")) return 0;
  const json& axes = owner["axes"];
  return axes.empty() ? 1 : axes.back()["knots"].size();
}

}  // namespace

std::string to_json(const profile_data& profile) {
  const std::string name = "profile " + profile.id;
  check(profile, name);
  try {
    return laid_out(json_of(profile), {.on_one_line = {"axes", "caches", "classes", "core_kinds", "error",
                                                       "flops_per_s", "left_out", "quality", "worst"},
                                       .row_length = row_length});
  } catch (const std::invalid_argument& problem) {
    throw profile_error(profile_fault::wrong_value, name, "", problem.what(), "write this text in UTF-8");
  }
}

}  // namespace calib::profile_io
