/// `calib validate`, and of it `ops`: measures fresh shapes on this machine and compares them with a profile's
/// predictions.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <tuple>

#include "calibration/stop_signal.hpp"
#include "calibration/validation.hpp"
#include "command.hpp"
#include "dimensions.hpp"
#include "evaluation_report.hpp"
#include "foreign_arguments.hpp"
#include "machine_for.hpp"
#include "positive_number.hpp"
#include "profile_argument.hpp"
#include "profile_io/atomic_file.hpp"
#include "profile_io/operations.hpp"
#include "progress_listener.hpp"
#include "runtime/as_loaded.hpp"
#include "selection_options.hpp"
#include "usage_error.hpp"
#include "validate_network.hpp"

namespace calib::tool {
namespace {

struct validate_options {
  std::string profile, shapes = "random", operation, keep;
  foreign_arguments reading;
  selection_options tables;
  std::size_t count = 0;  // 0: chosen by the time there is
  // Not the seed of a calibration: its held-out shapes would be drawn again.
  std::uint64_t seed = 20'011;
  double time_budget_s = 60;
  bool json = false;
};

// What it took on a virtual machine whose cores are shared to measure a shape well: some 20 visits. What a shape that
// was seen once is off by is mostly its own noise.
constexpr double well_measured_s = 0.15;
constexpr std::size_t fewest_drawn = 5, most_drawn = 100;

/// Shapes of each table that there is time to measure well. Tables of the same threads and caches share the time.
std::size_t count_drawn(const profile_io::profile_data& profile, const validate_options& o) {
  if (o.count > 0) return o.count;
  const calibration::selection wanted = o.tables.selected();
  std::map<std::tuple<unsigned, cache_state, std::uint64_t>, std::size_t> tables;
  std::size_t most = 1;
  for (const auto& setting : profile.settings) {
    std::size_t& together = tables[{setting.threads, setting.cache, setting.company_bytes}];
    together +=
        static_cast<std::size_t>(std::count_if(profile.tables.begin(), profile.tables.end(), [&](const auto& table) {
          return table.setting == setting.id && wanted.names(table.operation, setting.backend, table.precision);
        }));
    most = std::max(most, together);
  }
  const auto affordable = static_cast<std::size_t>(o.time_budget_s / (well_measured_s * static_cast<double>(most)));
  return std::clamp(affordable, fewest_drawn, most_drawn);
}

/// Shapes by the operation that is measured: a lowered one stands as its forms.
using listed_shapes = std::map<std::string, std::vector<plan::shape>>;

listed_shapes read_shapes(const validate_options& o, const global_options& global) {
  if (o.operation.empty()) throw usage_error("--shapes FILE needs --op: the operation whose dimensions the file lists");
  require_operation(o.operation);
  foreign::read_options how = o.reading.options(o.operation, precision::f32);
  how.shapes_only = true;
  const foreign::reading read = foreign::read(o.shapes, how);
  const fit::measurement_set& set = read.set;
  report_reading(read, global);
  listed_shapes listed;
  for (const fit::measurement_set& part : fit::split_by_form(set)) {
    for (const fit::measured_shape& one : part.shapes) listed[part.operation].push_back(one.dims);
  }
  return listed;
}

calibration::shape_source source_of(const profile_io::profile_data& profile, const validate_options& o,
                                    const global_options& global) {
  if (o.shapes != "random" && o.shapes != "network") {
    return [listed = read_shapes(o, global)](const profile_io::table_data& table, const plan::affordable&) {
      const auto found = listed.find(table.operation);
      return found == listed.end() ? std::vector<plan::shape>{} : found->second;
    };
  }
  const plan::draw kind = o.shapes == "random" ? plan::draw::random : plan::draw::network;
  return [kind, count = count_drawn(profile, o), seed = o.seed](const profile_io::table_data& table,
                                                                const plan::affordable& wanted) {
    return plan::fresh_shapes(plan::measured_part(table.axes), count, seed, kind, wanted);
  };
}

calibration::validation_request request_from(const profile_io::profile_data& profile, const validate_options& o,
                                             const global_options& global) {
  calibration::validation_request request;
  request.wanted = o.tables.selected();
  request.wanted.seed = o.seed;
  request.shapes = source_of(profile, o, global);
  request.time_budget_s = o.time_budget_s;
  return request;
}

std::vector<std::string> dimensions_of(const calibration::fresh_measurements& fresh) {
  const auto names = *profile_io::dimensions_of(fresh.table.operation);
  return {names.begin(), names.end()};
}

/// As `calib import` reads it.
void keep_measurements(const std::filesystem::path& folder, const calibration::fresh_measurements& fresh) {
  std::string text = fmt::format("{},latency_s\n", fmt::join(dimensions_of(fresh), ","));
  for (const auto& one : fresh.shapes) text += fmt::format("{},{}\n", fmt::join(one.dims, ","), one.latency_s);
  profile_io::write_atomically(folder / fmt::format("{}_{}_{}.csv", fresh.table.setting, fresh.table.operation,
                                                    facts(fresh.table.precision).name),
                               text);
}

std::vector<fit::judged_shape> judge(const loaded_profile& mapper, const calibration::fresh_measurements& fresh) {
  std::vector<fit::judged_shape> judged;
  for (const auto& one : fresh.shapes) {
    const estimate e = mapper.estimate(fresh.table.operation, fresh.table.precision, one.dims, fresh.table.setting);
    judged.push_back({one.dims, one.latency_s, e.latency.count(), e.source});
  }
  return judged;
}

exit_code run_ops(const validate_options& o, const global_options& global) {
  const profile_io::profile_data profile = load(o.profile);
  const loaded_profile mapper = as_loaded(profile);
  const calibration::validation_request request = request_from(profile, o, global);
  if (!o.keep.empty()) std::filesystem::create_directories(o.keep);
  const std::atomic<bool>& stop = calibration::stop_on_interrupt();
  calibration::host machine = machine_for(profile);
  progress_listener listener(global);
  const auto fresh = calibration::measure_fresh(profile, request, machine, stop, listener);
  listener.finish();

  console::text_table out = summary_table();
  nlohmann::ordered_json tables = nlohmann::ordered_json::array();
  std::vector<fit::judged_shape> all;
  for (const calibration::fresh_measurements& one : fresh) {
    if (!o.keep.empty()) keep_measurements(o.keep, one);
    const auto judged = judge(mapper, one);
    const fit::evaluation found = fit::evaluate(judged);
    add_summary(out, label(one.table), found.all);
    nlohmann::ordered_json entry = {{"setting", one.table.setting},
                                    {"operation", one.table.operation},
                                    {"precision", facts(one.table.precision).name}};
    entry.update(evaluation_json(found, dimensions_of(one)));
    tables.push_back(std::move(entry));
    all.insert(all.end(), judged.begin(), judged.end());
    if (fresh.size() == 1 && !o.json) {
      print_evaluation(found, dimensions_of(one));
      fmt::print("\n");
    }
  }
  if (fresh.empty()) return interrupted;
  add_summary(out, "all", fit::evaluate(all).all);
  if (o.json) {
    fmt::print("{}\n", nlohmann::ordered_json{{"tables", tables}}.dump(2));
  } else {
    fmt::print("{}", out.str());
  }
  return stop ? interrupted : ok;
}

}  // namespace

void add_validate(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("validate", "compare a profile's predictions with fresh measurements");
  sub->require_subcommand(1);
  add_validate_network(*sub, global, chosen);
  CLI::App* ops = sub->add_subcommand("ops", "shapes of single operations, measured now on this machine");
  auto o = std::make_shared<validate_options>();
  ops->add_option("profile", o->profile, "profile file, or id of a shipped one")->required();
  ops->add_option(
      "--shapes", o->shapes,
      "random (default), network (sizes that networks have), or a CSV file with a column for each dimension");
  ops->add_option("--op", o->operation, "operation whose shapes the file lists");
  o->reading.add_to(*ops, true);
  ops->add_option("--count", o->count,
                  "shapes drawn for each table (default: as many as can be measured well in the time, 5 to 100)")
      ->check(positive_number());
  ops->add_option("--seed", o->seed, "seed of shapes, operands and order of rounds");
  o->tables.add_to(*ops);
  ops->add_option("--time-budget", o->time_budget_s,
                  "seconds of measuring for each thread count and state of the caches (default 60)")
      ->check(positive_number());
  ops->add_option("--keep", o->keep, "folder for what was measured: a CSV file for each table, as import reads them");
  ops->add_flag("--json", o->json, "print as JSON; errors as fractions");
  ops->callback([&chosen, &global, o] { chosen = [&global, o] { return run_ops(*o, global); }; });
}

}  // namespace calib::tool
