/// `calib doctor`: whether a profile still describes this machine, by its facts and by shapes measured again.

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <set>
#include <utility>

#include "calibration/condition.hpp"
#include "calibration/stop_signal.hpp"
#include "calibration/validation.hpp"
#include "command.hpp"
#include "diagnosis.hpp"
#include "machine_for.hpp"
#include "measured_by_shape.hpp"
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
  std::vector<std::pair<double, plan::shape>> all;
  for (const auto& [dims, latency_s] : measured_by_shape(table)) all.emplace_back(latency_s, dims);
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

/// What the profile said of the shapes of a table: what it measured; of others, what it answers.
class said_before {
 public:
  said_before(const profile_io::profile_data& profile, const calibration::table_id& id, const loaded_profile& mapper)
      : id_(id), mapper_(mapper) {
    const auto table = std::ranges::find_if(
        profile.tables, [&](const profile_io::table_data& one) { return profile_io::same_table(one, id); });
    if (table != profile.tables.end()) measured_s_ = measured_by_shape(*table);
  }

  double latency_s(const plan::shape& dims) const {
    const auto measured = measured_s_.find(dims);
    if (measured != measured_s_.end()) return measured->second;
    return mapper_.estimate(id_.operation, id_.precision, dims, id_.setting).latency.count();
  }

 private:
  const calibration::table_id& id_;
  const loaded_profile& mapper_;
  std::map<plan::shape, double> measured_s_;
};

// A clock is measured within milliseconds, and turbo moves it: it has to differ by as much as latencies would.
differences facts_changed(const profile_io::profile_data& profile, calibration::host& machine, double threshold) {
  differences found;
  found.compare(profile.machine, machine.describe());
  const std::size_t cores = profile.measured_on.cores, now = machine.choice().cores;
  if (now < cores) found.exactly("the cores that may be used", cores, now);
  const auto governor = profile.environment.find("governor");
  if (governor != profile.environment.end()) {
    found.compare("the clock's governor", governor->second, machine.environment().governor);
  }
  found.compare("the sustained clock in Hz", profile.measured.clock_hz, machine.sustained_clock_hz(), threshold);
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

exit_code run(const doctor_options& o, const global_options& global) {
  const profile_io::profile_data profile = load(o.profile);
  const loaded_profile mapper = as_loaded(profile);
  const std::atomic<bool>& stop = calibration::stop_on_interrupt();
  calibration::host machine = machine_for(profile);
  progress_listener listener(global);
  diagnosis found{.profile = profile.id, .threshold = o.threshold_percent / 100};
  found.changed = facts_changed(profile, machine, found.threshold).all();

  calibration::validation_request request;
  request.wanted = o.tables.selected();
  request.shapes = [](const profile_io::table_data& table, const plan::affordable& affordable) {
    std::vector<plan::shape> shapes = known_shapes(table);
    std::erase_if(shapes, [&](const plan::shape& dims) { return !affordable(dims); });
    return shapes;
  };
  request.time_budget_s =
      o.time_budget_s / static_cast<double>(std::max<std::size_t>(calibration::conditions_of(profile).size(), 1));
  const auto fresh = calibration::measure_fresh(profile, request, machine, stop, listener);
  listener.finish();
  std::map<std::string, checked_setting> by_setting;
  for (const calibration::fresh_measurements& one : fresh) {
    checked_setting& setting = by_setting[one.table.setting];
    setting.setting = one.table.setting;
    const said_before then(profile, one.table, mapper);
    for (const fit::measured_shape& shape : one.shapes) {
      setting.ratios.push_back(shape.latency_s / then.latency_s(shape.dims));
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
                  "percent by which the clock and the median of a setting's latencies may be off (default 10)")
      ->check(positive_number());
  sub->add_flag("--json", o->json, "print as JSON; ratios of now over then");
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(*o, global); }; });
}

}  // namespace calib::tool
