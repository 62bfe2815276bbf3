/// `calib evaluate`: compares a profile's predictions with measurements made elsewhere.

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "command.hpp"
#include "console/units.hpp"
#include "dimensions.hpp"
#include "evaluation_report.hpp"
#include "fit/evaluation.hpp"
#include "foreign/fingerprint.hpp"
#include "foreign_arguments.hpp"
#include "profile_argument.hpp"
#include "runtime/as_loaded.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct evaluate_options {
  std::string profile, csv, operation, precision = "f32", setting;
  foreign_arguments reading;
  bool json = false;
};

struct judgement {
  std::vector<fit::judged_shape> answered;
  std::map<std::string, std::size_t> unanswered;  ///< why, and how many shapes
};

judgement judge(const loaded_profile& mapper, const fit::measurement_set& set, std::string_view setting) {
  judgement found;
  for (const fit::measured_shape& one : set.shapes) {
    try {
      const estimate e = mapper.estimate(set.operation, set.precision, one.dims, setting);
      found.answered.push_back({one.dims, one.latency_s, e.latency.count(), e.source});
    } catch (const no_table_error& missing) {  // of one form of a lowered operation, where others have theirs
      ++found.unanswered[missing.what()];
    }
  }
  return found;
}

std::size_t report_unanswered(const judgement& found) {
  std::size_t sum = 0;
  for (const auto& [why, shapes] : found.unanswered) {
    fmt::print(stderr, "{} shapes without an answer: {}\n", shapes, why);
    sum += shapes;
  }
  return sum;
}

const profile_io::setting_data* setting_asked(const profile_io::profile_data& profile, const std::string& asked) {
  const std::string& id = asked.empty() ? profile.default_setting : asked;
  const auto found = std::ranges::find(profile.settings, id, &profile_io::setting_data::id);
  return found == profile.settings.end() ? nullptr : &*found;
}

// The share of the rows that the table was made from.
double share_learnt(const profile_io::profile_data& profile, const profile_io::setting_data* setting,
                    const fit::measurement_set& set) {
  if (!setting) return 0;
  const auto known = profile.environment.find(foreign::rows_key(set, setting->id));
  return known == profile.environment.end() ? 0 : foreign::share_known(set, known->second);
}

void say_learnt(double share) {
  if (share <= 0) return;
  fmt::print(
      "{} of these rows are those that the table was made from: this is how well it repeats them, not how well "
      "it answers other shapes\n",
      share > 0.995 ? "all" : "about " + console::percent(share));
}

// Rows of one form are answered alike.
void report_forms(const fit::measurement_set& set, const global_options& global) {
  if (global.quiet) return;
  for (const fit::measurement_set& part : fit::split_by_form(set)) {
    if (part.before_merging.empty() || part.repeated_shapes == 0) continue;
    fmt::print(stderr, "note: {}: {} of its shapes stand for several rows each, with a spread of {}\n", part.operation,
               part.repeated_shapes, console::percent(part.noise));
  }
}

exit_code run(const evaluate_options& o, const global_options& global) {
  require_operation(o.operation);
  const profile_io::profile_data data = load(o.profile);
  const loaded_profile mapper = as_loaded(data);
  const foreign::reading read = foreign::read(o.csv, o.reading.options(o.operation, precision_named(o.precision)));
  const fit::measurement_set& set = read.set;
  report_reading(read, global);
  const profile_io::setting_data* const setting = setting_asked(data, o.setting);
  if (setting) report_plausibility(set, setting->peaks, global);
  report_forms(set, global);
  const judgement judged = judge(mapper, set, o.setting);
  if (judged.answered.empty()) throw usage_error(judged.unanswered.begin()->first);
  const std::size_t unanswered = report_unanswered(judged);
  const fit::evaluation found = fit::evaluate(judged.answered);
  const double learnt = share_learnt(data, setting, set);
  if (o.json) {
    nlohmann::ordered_json out = evaluation_json(found, set.dimensions);
    out["unanswered"] = unanswered;
    out["share_learnt"] = learnt;
    fmt::print("{}\n", out.dump(2));
  } else {
    print_evaluation(found, set.dimensions);
    say_learnt(learnt);
  }
  return ok;
}

}  // namespace

void add_evaluate(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("evaluate", "compare a profile's predictions with measurements in a CSV file");
  auto o = std::make_shared<evaluate_options>();
  sub->add_option("profile", o->profile, "profile file, or id of a shipped one")->required();
  sub->add_option("csv", o->csv, foreign_file_help)->required();
  sub->add_option("--op", o->operation, "operation measured")->required();
  sub->add_option("--precision", o->precision, "precision measured (default f32)");
  sub->add_option("--setting", o->setting, "setting id (default: the profile's)");
  o->reading.add_to(*sub);
  sub->add_flag("--json", o->json, "print as JSON; errors as fractions");
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(*o, global); }; });
}

}  // namespace calib::tool
