/// `calib doctor`: whether a profile still describes this machine, by its facts and by shapes measured again.

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "calibration/condition.hpp"
#include "calibration/stop_signal.hpp"
#include "calibration/validation.hpp"
#include "command.hpp"
#include "diagnosis.hpp"
#include "machine_for.hpp"
#include "positive_number.hpp"
#include "profile_argument.hpp"
#include "progress_listener.hpp"
#include "runtime/as_loaded.hpp"
#include "selection_options.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct doctor_options {
  std::string profile;
  selection_options tables;
  double time_budget_s = 100;
  double threshold_percent = 10;
  bool json = false;
};

/// Of each table, those in the middle of its latencies: neither calls of nothing nor the largest.
constexpr std::size_t shapes_of_a_table = 3;

// Shapes that the profile has measured, or knots of a grid that was.
std::vector<plan::shape> known_shapes(const profile_io::table_data& table) {
  const auto& measured = table.measurements;
  std::vector<std::pair<double, plan::shape>> all;
  for (std::size_t i = 0; i < measured.latency_s.size(); ++i) {
    plan::shape dims;
    for (const auto& axis : measured.dims) dims.push_back(axis[i]);
    all.emplace_back(measured.latency_s[i], std::move(dims));
  }
  if (all.empty() && table.axes.size() == 1 && !table.axes.front().phase) {
    for (std::size_t i = 0; i < table.axes.front().knots.size(); ++i) {
      all.emplace_back(table.latency_s[i], plan::shape{table.axes.front().knots[i]});
    }
  }
  std::ranges::sort(all);
  std::vector<plan::shape> out;
  for (std::size_t i = 1; i <= shapes_of_a_table && !all.empty(); ++i) {
    plan::shape& one = all[all.size() * i / (shapes_of_a_table + 1)].second;
    if (std::ranges::find(out, one) == out.end()) out.push_back(one);
  }
  return out;
}

// What the profile says of a shape it has measured; of others, what it answers.
double then(const loaded_profile& mapper, const profile_io::profile_data& profile, const calibration::table_id& id,
            const plan::shape& dims) {
  for (const profile_io::table_data& table : profile.tables) {
    if (table.operation != id.operation || table.precision != id.precision || table.setting != id.setting) continue;
    const auto& measured = table.measurements;
    for (std::size_t i = 0; i < measured.latency_s.size(); ++i) {
      bool same = measured.dims.size() == dims.size();
      for (std::size_t axis = 0; same && axis < dims.size(); ++axis) same = measured.dims[axis][i] == dims[axis];
      if (same) return measured.latency_s[i];
    }
  }
  return mapper.estimate(id.operation, id.precision, dims, id.setting).latency.count();
}

differences facts_changed(const profile_io::profile_data& profile, calibration::host& machine) {
  differences found;
  found.compare(profile.machine, machine.describe());
  const std::size_t cores = profile.measured_on.cores, now = machine.choice().cores;
  if (now < cores) found.exactly("the cores that may be used", cores, now);
  const auto governor = profile.environment.find("governor");
  if (governor != profile.environment.end()) {
    found.compare("the clock's governor", governor->second, machine.environment().governor);
  }
  found.compare("the sustained clock in Hz", profile.measured.clock_hz, machine.sustained_clock_hz());
  std::set<std::string> told;
  for (const auto& backend : kernels::all_backends()) {
    const kernels::backend_info info = backend->info();
    for (const profile_io::setting_data& setting : profile.settings) {
      if (setting.backend != info.name || !told.insert(info.name).second) continue;
      found.compare("the version of " + info.name, setting.version, info.version);
      found.compare("how " + info.name + " works", setting.details, info.details);
    }
  }
  return found;
}

std::size_t conditions_of(const profile_io::profile_data& profile) {
  std::set<std::tuple<unsigned, cache_state, std::uint64_t>> all;
  for (const auto& setting : profile.settings) all.emplace(setting.threads, setting.cache, setting.company_bytes);
  return std::max<std::size_t>(all.size(), 1);
}

exit_code run(const doctor_options& o, const global_options& global) {
  const profile_io::profile_data profile = load(o.profile);
  const loaded_profile mapper = as_loaded(profile);
  const std::atomic<bool>& stop = calibration::stop_on_interrupt();
  calibration::host machine = machine_for(profile);
  progress_listener listener(global);
  diagnosis found{.profile = profile.id, .threshold = o.threshold_percent / 100};
  found.changed = facts_changed(profile, machine).all();

  calibration::validation_request request;
  request.wanted = o.tables.selected();
  request.shapes = [](const profile_io::table_data& table, const plan::affordable& affordable) {
    std::vector<plan::shape> shapes = known_shapes(table);
    std::erase_if(shapes, [&](const plan::shape& dims) { return !affordable(dims); });
    return shapes;
  };
  request.time_budget_s = o.time_budget_s / static_cast<double>(conditions_of(profile));
  const auto fresh = calibration::measure_fresh(profile, request, machine, stop, listener);
  listener.finish();
  std::map<std::string, checked_setting> by_setting;
  for (const calibration::fresh_measurements& one : fresh) {
    checked_setting& setting = by_setting[one.table.setting];
    setting.setting = one.table.setting;
    for (const fit::measured_shape& shape : one.shapes) {
      setting.ratios.push_back(shape.latency_s / then(mapper, profile, one.table, shape.dims));
    }
  }
  for (const auto& setting : profile.settings) {
    const auto checked = by_setting.find(setting.id);
    if (checked == by_setting.end()) {
      found.not_checked.push_back(setting.id);
    } else {
      found.checked.push_back(checked->second);
    }
  }
  fmt::print("{}", o.json ? json_of(found) : text_of(found));
  if (stop) return interrupted;
  return found.still_describes() ? ok : beyond_threshold;
}

}  // namespace

void add_doctor(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("doctor", "check whether a profile still describes this machine; exit 4 if not");
  auto o = std::make_shared<doctor_options>();
  sub->add_option("profile", o->profile, "profile file, or id of a shipped one")->required();
  o->tables.add_to(*sub);
  sub->add_option("--time-budget", o->time_budget_s, "seconds of measuring in all (default 100)")
      ->check(positive_number());
  sub->add_option("--threshold", o->threshold_percent,
                  "percent by which the median of a setting's latencies may be off (default 10)")
      ->check(positive_number());
  sub->add_flag("--json", o->json, "print as JSON; ratios of now over then");
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(*o, global); }; });
}

}  // namespace calib::tool
