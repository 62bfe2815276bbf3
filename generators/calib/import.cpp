/// `calib import`: makes a table, and the profile around it, from measurements made elsewhere.

#include <fmt/format.h>

#include <filesystem>
#include <span>

#include "calibration/condition.hpp"
#include "calibration/table_id.hpp"
#include "command.hpp"
#include "console/units.hpp"
#include "coverage_report.hpp"
#include "dimensions.hpp"
#include "fall_report.hpp"
#include "fit/fitted_table.hpp"
#include "foreign/fingerprint.hpp"
#include "foreign_arguments.hpp"
#include "measure/freed_memory.hpp"
#include "misfit_report.hpp"
#include "positive_number.hpp"
#include "presets.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/identifier.hpp"
#include "profile_io/reader.hpp"
#include "profile_io/writer.hpp"
#include "runtime/as_loaded.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct import_options {
  std::string csv, operation, precision = "f32", backend, cache = "warm", id, name, preset, output;
  foreign_arguments reading;
  std::vector<std::string> absorbs;
  unsigned threads = 1;
  std::size_t company_mib = 0;
  double peak_gflops = 0, peak_bandwidth = 0;
  std::string peak_source;
  std::size_t max_points = 1000;
  std::uint64_t seed = 1;
  bool append = false, replace = false, default_setting = false;
  profile_io::source_data source;
  std::string created;
};

profile_io::profile_data profile_to_fill(const import_options& o) {
  if (o.append) {
    auto profile = profile_io::read_profile(o.output);
    if (!o.id.empty() && o.id != profile.id) {
      throw usage_error(fmt::format("--append: {} has the id '{}', not '{}'", o.output, profile.id, o.id));
    }
    return profile;
  }
  if (std::filesystem::exists(o.output)) {
    throw usage_error(fmt::format("{} exists; add to it with --append, or remove it", o.output));
  }
  profile_io::profile_data profile;
  profile.id = o.id.empty() ? std::filesystem::path(o.output).stem().string() : o.id;
  if (!profile_io::is_identifier(profile.id)) {
    throw usage_error(
        fmt::format("'{}' cannot name a profile: it becomes a C++ identifier; give another with --id", profile.id));
  }
  profile.created = o.created;
  return profile;
}

// Peaks and name as given now; what was there from an earlier import stays where nothing is given.
void describe_machine(const import_options& o, profile_io::profile_data& profile) {
  if (!o.preset.empty()) {
    const preset& known = find_preset(o.preset);
    profile.theoretical.peaks = known.peaks;
    profile.theoretical.source = known.source;
    profile.name = known.title;
  }
  const auto p = static_cast<std::size_t>(precision_named(o.precision));
  if (o.peak_gflops > 0) profile.theoretical.peaks.flops_per_s[p] = o.peak_gflops * 1e9;
  if (o.peak_bandwidth > 0) profile.theoretical.peaks.bandwidth_bytes_per_s = o.peak_bandwidth * 1e9;
  if (!o.peak_source.empty()) profile.theoretical.source = o.peak_source;
  if ((o.peak_gflops > 0 || o.peak_bandwidth > 0) && profile.theoretical.source.empty()) {
    profile.theoretical.source = "given at import";
  }
  if (!o.name.empty()) profile.name = o.name;
  if (profile.name.empty()) profile.name = profile.id;
}

profile_io::setting_data setting_from(const import_options& o, const profile_io::profile_data& profile) {
  const std::size_t slash = o.backend.find('/');
  profile_io::setting_data setting;
  setting.backend = o.backend.substr(0, slash);
  if (slash != std::string::npos) setting.version = o.backend.substr(slash + 1);
  setting.threads = o.threads;
  setting.cache = *parse_cache_state(o.cache);
  if ((setting.cache == cache_state::network) != (o.company_mib > 0)) {
    throw usage_error("--cache network and --company belong together: how many MiB of operands pass between two calls");
  }
  setting.company_bytes = o.company_mib << 20U;
  setting.id = fmt::format("{}_{}t_{}", setting.backend, o.threads,
                           calibration::caches_of({.cache = setting.cache, .company_bytes = setting.company_bytes}));
  if (!profile_io::is_identifier(setting.id)) {
    throw usage_error(fmt::format("'{}' cannot name a setting: give --backend as identifier/version", setting.id));
  }
  setting.peaks = profile.theoretical.peaks;
  for (const std::string& word : o.absorbs) {
    const auto found = parse_fusion(word);
    if (!found) {
      throw usage_error(fmt::format("--absorbs {}: name some of {}", word, fmt::join(fusion_names, ", ")));
    }
    setting.absorbs.add(*found);
  }
  return setting;
}

void add_setting(const profile_io::setting_data& setting, bool as_default, profile_io::profile_data& profile) {
  const auto same = std::find_if(profile.settings.begin(), profile.settings.end(),
                                 [&](const auto& known) { return known.id == setting.id; });
  if (same == profile.settings.end()) {
    profile.settings.push_back(setting);
  } else if (!setting.absorbs.empty() && !(same->absorbs == setting.absorbs)) {
    throw usage_error(fmt::format("setting {} is there and absorbs something else; leave --absorbs out", setting.id));
  } else if (same->version != setting.version) {
    throw usage_error(
        fmt::format("setting {} is there with {} {}; {} must not be mixed with it: name the backend otherwise",
                    setting.id, same->backend, same->version, setting.version));
  }
  if (as_default || profile.default_setting.empty()) profile.default_setting = setting.id;
}

// The fit takes long: before it, tables that the new ones cannot stand beside are refused or taken out.
void make_room(const std::vector<fit::measurement_set>& parts, const std::string& setting, bool replace,
               profile_io::profile_data& profile) {
  for (const fit::measurement_set& part : parts) {
    const calibration::table_id id{.setting = setting, .operation = part.operation, .precision = part.precision};
    const std::size_t there =
        std::erase_if(profile.tables, [&](const auto& one) { return profile_io::same_table(one, id); });
    if (there > 0 && !replace) {
      throw usage_error(
          fmt::format("the profile has a table for {} {} in {} already; --replace puts this one in its place",
                      id.operation, facts(id.precision).name, id.setting));
    }
    std::erase_if(profile.left_out, [&](const auto& missing) { return profile_io::same_table(missing, id); });
  }
}

void report(const fit::fitted_table& table) {
  if (table.merged_shapes > 0) {
    fmt::print("{}: {} of its shapes stand for several measured ones each, with a spread of {}\n", table.operation,
               table.merged_shapes, console::percent(table.form_spread));
  }
  fmt::print("{}: {} points in the model, {} knots in the table\n", table.operation, table.points,
             table.latency_s.size());
  if (table.error.count > 0) {
    fmt::print("error on {} shapes held out ({}): median {}, 95th percentile {}\n", table.error.count,
               table.error_method, console::percent(table.error.median), console::percent(table.error.p95));
  }
}

void report(const fit::measurement_set& set, const std::vector<fit::fitted_table>& tables) {
  fmt::print("{} shapes", set.shapes.size());
  if (set.repeated_shapes > 0) {
    fmt::print(", {} of them repeated with a spread of {}", set.repeated_shapes, console::percent(set.noise));
  }
  fmt::print("\n");
  for (const fit::fitted_table& table : tables) report(table);
}

// Through the profile, as users will ask.
std::string falls_of_last(std::size_t count, const profile_io::profile_data& profile) {
  const loaded_profile answers = as_loaded(profile);
  std::string text;
  for (const auto& table : std::span(profile.tables).last(count)) text += falls_text(answers, table);
  return text;
}

exit_code run(const import_options& o, const global_options& global) {
  require_operation(o.operation);
  const foreign::read_options how = o.reading.options(o.operation, precision_named(o.precision));
  profile_io::profile_data profile = profile_to_fill(o);
  describe_machine(o, profile);
  const profile_io::setting_data setting = setting_from(o, profile);
  add_setting(setting, o.default_setting, profile);

  const foreign::reading read = foreign::read(o.csv, how);
  const fit::measurement_set& set = read.set;
  report_reading(read, global);
  report_plausibility(set, setting.peaks, global);
  const std::vector<fit::measurement_set> parts = fit::split_by_form(set);
  make_room(parts, setting.id, o.replace, profile);
  const measure::freed_memory_stays reused;  // fits make and free matrices of one size thousands of times
  auto tables = fit::fit_tables(set, {.max_points = o.max_points, .seed = o.seed});
  if (!global.quiet) report(set, tables);
  for (std::size_t i = 0; i < tables.size(); ++i) {
    profile_io::table_data table = fit::in_setting(std::move(tables[i]), setting.id);
    table.quality.flags = coverage_flags(parts[i]);
    table.line = coverage_line(parts[i]);
    table.source = o.source;
    if (table.source.name.empty()) {
      table.source.name = "imported from " + std::filesystem::path(o.csv).filename().string();
    }
    if (!global.quiet) fmt::print("{}{}", coverage_text(table), misfits_text(table));
    profile.tables.push_back(std::move(table));
  }
  if (!global.quiet) fmt::print("{}", falls_of_last(tables.size(), profile));
  profile.environment[foreign::rows_key(set, setting.id)] = foreign::fingerprint_of(set);
  profile_io::write_atomically(o.output, profile_io::to_json(profile));
  return ok;
}

}  // namespace

void add_import(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("import", "make a table from measurements made elsewhere");
  auto o = std::make_shared<import_options>();
  sub->add_option("csv", o->csv, foreign_file_help)->required();
  sub->add_option("--op", o->operation, "operation measured")->required();
  sub->add_option("--precision", o->precision, "precision measured (default f32)");
  sub->add_option("--backend", o->backend, "library measured, name/version")->required();
  sub->add_option("--threads", o->threads, "threads used (default 1)")->check(positive_number());
  sub->add_option("--cache", o->cache, "warm (default), cold or network (measured in company)")
      ->check(CLI::IsMember({"warm", "cold", "network"}));
  sub->add_option("--company", o->company_mib, "MiB of operands that passed between two calls, with --cache network")
      ->check(CLI::Range(1, 1 << 20));
  sub->add_option("--absorbs", o->absorbs,
                  "what the library carries out within other operations of a network: batch_norm,bias,relu, ...")
      ->delimiter(',')
      ->allow_extra_args(false);
  sub->add_option("--id", o->id, "id of the profile (default: the output's file name)");
  sub->add_option("--name", o->name, "name of the machine, for people");
  sub->add_option("--preset", o->preset, "machine whose datasheet peaks and name to take");
  sub->add_option("--peak-gflops", o->peak_gflops, "theoretical peak in this precision, GFLOP/s")
      ->check(positive_number());
  sub->add_option("--peak-bandwidth", o->peak_bandwidth, "theoretical bandwidth, GB/s")->check(positive_number());
  sub->add_option("--peak-source", o->peak_source, "where the theoretical peaks are stated");
  sub->add_option("--max-points", o->max_points, "measurements the predictions may rest on (default 1000)")
      ->check(positive_number());
  o->reading.add_to(*sub);
  sub->add_option("--seed", o->seed, "seed of the choice of points");
  sub->add_option("--created", o->created, "date of the measurements, ISO 8601 (default: not stated)");
  sub->add_option("--source", o->source.name, "who measured");
  sub->add_option("--source-url", o->source.url, "where it was published");
  sub->add_option("--licence", o->source.licence, "under which licence");
  sub->add_option("--conditions", o->source.conditions, "how it was measured");
  auto* const append = sub->add_flag("--append", o->append, "add to the profile that is there");
  sub->add_flag("--replace", o->replace, "with --append: put tables in the place of those that are there")
      ->needs(append);
  sub->add_flag("--default", o->default_setting, "make this setting the profile's default");
  sub->add_option("-o,--output", o->output, "profile to write")->required();
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(*o, global); }; });
}

}  // namespace calib::tool
