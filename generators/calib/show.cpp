/// `calib show`: what a profile holds.

#include "show.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "coverage_report.hpp"
#include "fall_report.hpp"
#include "measure/grade.hpp"
#include "misfit_report.hpp"
#include "profile_argument.hpp"
#include "profile_io/operations.hpp"
#include "runtime/as_loaded.hpp"

namespace calib::tool {
namespace {

const profile_io::setting_data& setting_of_table(const profile_io::profile_data& profile,
                                                 const profile_io::table_data& table) {
  return *std::find_if(profile.settings.begin(), profile.settings.end(),
                       [&](const auto& setting) { return setting.id == table.setting; });
}

/// What a table's largest shape achieves.
struct achievement {
  cost work;
  double latency_s = 0;
  double efficiency = 0;  ///< share of the setting's roofline; 0 when a peak that the work needs is unknown

  bool moves_only() const { return work.arithmetic.value < work.traffic.value; }
  double flops_per_s() const { return work.arithmetic.value / latency_s; }
  double bytes_per_s() const { return work.traffic.value / latency_s; }

  std::string text() const {
    if (flops_per_s() == 0 && bytes_per_s() == 0) return console::time(latency_s);
    return moves_only() ? console::bytes_per_s(bytes_per_s()) : console::flops_per_s(flops_per_s());
  }
};

achievement largest_shape_of(const profile_io::profile_data& profile, const profile_io::table_data& table) {
  const auto [work, latency_s] = profile_io::largest_measured(table);
  const roofline least(work, setting_of_table(profile, table).peaks, table.precision);
  return {.work = work, .latency_s = latency_s, .efficiency = least.complete ? least.time().count() / latency_s : 0};
}

std::string knots_text(const profile_io::table_data& table) {
  if (table.axes.empty()) return "1";
  std::vector<std::size_t> sizes;
  for (const auto& axis : table.axes) sizes.push_back(axis.knots.size());
  return fmt::format("{}", fmt::join(sizes, "x"));
}

std::string error_text(const error_band& error) {
  if (error.count == 0) return "-";
  return fmt::format("{:.1f} / {:.1f} %", 100 * error.median, 100 * error.p95);
}

/// What was measured of the machine, where that is not all of it.
std::string part_text(const profile_io::profile_data& profile) {
  const profile_io::machine_data& machine = profile.machine;
  const profile_io::measured_on_data& part = profile.measured_on;
  std::vector<std::string> facts;
  if (!part.core_kind.empty()) facts.push_back(part.core_kind + " cores");
  if (part.numa_node) facts.push_back(fmt::format("NUMA node {}", *part.numa_node));
  if (part.cores > 0 && part.cores < machine.cores) facts.push_back(fmt::format("{} of the cores", part.cores));
  if (!facts.empty() && !part.cpus.empty()) facts.push_back("affinity " + part.cpus);
  if (part.cpu_quota > 0) facts.push_back(fmt::format("a quota of {:.3g} CPUs", part.cpu_quota));
  return facts.empty() ? std::string() : fmt::format("  measured on: {}\n", fmt::join(facts, ", "));
}

std::string machine_text(const profile_io::profile_data& profile) {
  const profile_io::machine_data& machine = profile.machine;
  std::string text = fmt::format("{} ({})", profile.name, profile.id);
  if (!profile.created.empty()) text += ", " + profile.created;
  text += '\n';
  if (!machine.cpu.empty()) text += fmt::format("  {}", machine.cpu);
  if (machine.cores > 0) text += fmt::format(", {} cores", machine.cores);
  if (machine.memory_bytes > 0) text += ", " + console::bytes(static_cast<double>(machine.memory_bytes));
  if (!machine.hypervisor.empty() && machine.hypervisor != "none") text += ", under " + machine.hypervisor;
  if (!machine.cpu.empty()) text += '\n';
  for (const auto& cache : machine.caches) {
    text += fmt::format("  L{} {}", cache.level, console::bytes(static_cast<double>(cache.bytes)));
  }
  if (!machine.caches.empty()) text += '\n';
  return text + part_text(profile);
}

std::string peaks_text(const profile_io::profile_data& profile) {
  console::text_table table({"peak", ">theoretical", ">measured"});
  const auto cell = [](double value, std::string (*unit)(double)) {
    return value > 0 ? unit(value) : std::string("-");
  };
  const machine_peaks &theory = profile.theoretical.peaks, &measured = profile.measured.peaks;
  for (std::size_t p = 0; p < precision_count; ++p) {
    if (theory.flops_per_s[p] == 0 && measured.flops_per_s[p] == 0) continue;
    table.add({std::string(precisions[p].name), cell(theory.flops_per_s[p], console::flops_per_s),
               cell(measured.flops_per_s[p], console::flops_per_s)});
  }
  table.add({"bandwidth", cell(theory.bandwidth_bytes_per_s, console::bytes_per_s),
             cell(measured.bandwidth_bytes_per_s, console::bytes_per_s)});
  std::string text = "\n" + table.str();
  if (!profile.theoretical.source.empty()) text += "  theoretical: " + profile.theoretical.source + '\n';
  if (!profile.measured.source.empty()) text += "  measured: " + profile.measured.source + '\n';
  return text;
}

// What the flags that occur say, each once.
std::string flags_text(const profile_io::profile_data& profile) {
  console::text_table out({"flag", "what it says, and what helps"});
  bool any = false;
  for (const measure::quality_flag flag : measure::all_quality_flags) {
    const bool occurs = std::any_of(profile.tables.begin(), profile.tables.end(), [flag](const auto& table) {
      const auto& flags = table.quality.flags;
      return std::find(flags.begin(), flags.end(), name(flag)) != flags.end();
    });
    if (occurs) out.add({std::string(name(flag)), std::string(advice(flag))});
    any = any || occurs;
  }
  return any ? "\n" + out.str() : std::string{};
}

std::vector<std::string_view> names_of(fusion_set absorbs) {
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < fusion_count; ++i) {
    if (absorbs.has(static_cast<fusion>(i))) names.push_back(fusion_names[i]);
  }
  return names;
}

// What each setting carries out within other operations; of a profile that does not say, only that.
std::string absorbs_text(const profile_io::profile_data& profile) {
  const auto& settings = profile.settings;
  if (std::ranges::all_of(settings, [](const auto& s) { return s.absorbs.empty(); })) {
    return "\nno setting says what it absorbs: every layer of a network is a step of its own\n";
  }
  console::text_table out({"setting", "what it absorbs: carries out within another operation of a network"});
  for (const auto& s : settings) {
    out.add({s.id, s.absorbs.empty() ? "-" : fmt::format("{}", fmt::join(names_of(s.absorbs), ", "))});
  }
  return "\n" + out.str();
}

std::string tables_text(const profile_io::profile_data& profile) {
  if (profile.tables.empty()) return "\nno tables: every answer is the roofline of the theoretical peaks\n";
  console::text_table out(
      {"setting", "operation", "", ">knots", ">largest shape", ">of roofline", ">error med / p95", "grade", "flags"});
  for (const auto& table : profile.tables) {
    const achievement largest = largest_shape_of(profile, table);
    out.add({table.setting, table.operation, std::string(facts(table.precision).name), knots_text(table),
             largest.text(), largest.efficiency > 0 ? console::percent(largest.efficiency) : "-",
             error_text(table.error), std::string(1, table.quality.grade),
             fmt::format("{}{}", fmt::join(table.quality.flags, ","), table.fitted ? " fitted" : "")});
  }
  return "\n" + out.str() + flags_text(profile);
}

// Where answers are known to be wrong.
std::string all_misfits_text(const profile_io::profile_data& profile) {
  std::string text;
  for (const auto& table : profile.tables) {
    const std::string of_table = misfits_text(table);
    if (!of_table.empty()) text += "\n" + of_table;
  }
  return text;
}

// Where more work is answered with less time.
std::string all_falls_text(const profile_io::profile_data& profile) {
  const loaded_profile answers = as_loaded(profile);
  std::string text;
  for (const auto& table : profile.tables) text += falls_text(answers, table);
  return text.empty() ? text : "\n" + text;
}

// What the measurements behind imported tables cannot tell.
std::string all_coverage_text(const profile_io::profile_data& profile) {
  std::string text;
  for (const auto& table : profile.tables) text += coverage_text(table);
  return text.empty() ? text : "\n" + text;
}

std::string left_out_text(const profile_io::profile_data& profile) {
  if (profile.left_out.empty()) return {};
  console::text_table out({"left out", "operation", "", "reason"});
  for (const auto& table : profile.left_out) {
    out.add({table.setting, table.operation, std::string(facts(table.precision).name), table.reason});
  }
  return "\n" + out.str();
}

nlohmann::ordered_json as_json(const profile_io::profile_data& profile) {
  nlohmann::ordered_json out;
  out["id"] = profile.id;
  out["name"] = profile.name;
  for (const auto& setting : profile.settings) {
    out["settings"].push_back(
        {{"setting", setting.id}, {"overhead_s", setting.overhead_s}, {"absorbs", names_of(setting.absorbs)}});
  }
  const loaded_profile answers = as_loaded(profile);
  out["tables"] = nlohmann::ordered_json::array();
  for (const auto& table : profile.tables) {
    const achievement largest = largest_shape_of(profile, table);
    out["tables"].push_back(
        {{"setting", table.setting},
         {"operation", table.operation},
         {"precision", facts(table.precision).name},
         {"knots", table.latency_s.size()},
         {"flops_per_s", largest.flops_per_s()},
         {"bytes_per_s", largest.bytes_per_s()},
         {"efficiency", largest.efficiency},
         {"grade", std::string(1, table.quality.grade)},
         {"error", {{"median", table.error.median}, {"p95", table.error.p95}, {"count", table.error.count}}}});
    if (table.misfits.shapes > 0) out["tables"].back()["misfits"] = misfits_json(table);
    if (table.fitted) out["tables"].back()["falls"] = falls_json(answers, table);
    const auto limits = coverage_sentences(table);
    if (!limits.empty()) out["tables"].back()["limits"] = limits;
  }
  out["left_out"] = nlohmann::ordered_json::array();
  for (const auto& table : profile.left_out) {
    out["left_out"].push_back({{"setting", table.setting},
                               {"operation", table.operation},
                               {"precision", facts(table.precision).name},
                               {"reason", table.reason}});
  }
  return out;
}

exit_code show(const std::string& file_or_id, bool json) {
  const profile_io::profile_data profile = load(file_or_id);
  if (json) {
    fmt::print("{}\n", as_json(profile).dump(2));
  } else {
    fmt::print("{}{}{}", summary(profile), all_misfits_text(profile), all_falls_text(profile));
  }
  return ok;
}

}  // namespace

std::string summary(const profile_io::profile_data& profile) {
  console::text_table settings({"setting", "backend", ">threads", "cache", "details"});
  for (const auto& s : profile.settings) {
    settings.add({s.id + (s.id == profile.default_setting ? " (default)" : ""), s.backend + " " + s.version,
                  fmt::format("{}", s.threads), std::string(name(s.cache)), s.details});
  }
  return machine_text(profile) + peaks_text(profile) + "\n" + settings.str() + absorbs_text(profile) +
         tables_text(profile) + all_coverage_text(profile) + left_out_text(profile);
}

void add_show(CLI::App& app, const global_options&, action& chosen) {
  CLI::App* sub = app.add_subcommand("show", "print what a profile holds");
  auto profile = std::make_shared<std::string>();
  auto json = std::make_shared<bool>(false);
  sub->add_option("profile", *profile, "profile file, or id of a shipped one")->required();
  sub->add_flag("--json", *json, "print as JSON");
  sub->callback([&chosen, profile, json] { chosen = [profile, json] { return show(*profile, *json); }; });
}

}  // namespace calib::tool
