/// `calib evaluate`: compares a profile's predictions with measurements made elsewhere.

#include <fmt/format.h>

#include <map>

#include "command.hpp"
#include "csv_arguments.hpp"
#include "dimensions.hpp"
#include "evaluation_report.hpp"
#include "fit/csv.hpp"
#include "fit/evaluation.hpp"
#include "profile_argument.hpp"
#include "runtime/as_loaded.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct evaluate_options {
  std::string profile, csv, operation, precision = "f32", setting;
  std::vector<std::string> aliases;
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

exit_code run(const evaluate_options& o, const global_options& global) {
  require_operation(o.operation);
  const profile_io::profile_data data = load(o.profile);
  const loaded_profile mapper = as_loaded(data);
  const fit::measurement_set set = fit::read_csv(
      o.csv,
      {.operation = o.operation, .precision = precision_named(o.precision), .aliases = parsed_aliases(o.aliases)});
  report_reading(set, global);
  const judgement judged = judge(mapper, set, o.setting);
  if (judged.answered.empty()) throw usage_error(judged.unanswered.begin()->first);
  const std::size_t unanswered = report_unanswered(judged);
  const fit::evaluation found = fit::evaluate(judged.answered);
  if (o.json) {
    nlohmann::ordered_json out = evaluation_json(found, set.dimensions);
    out["unanswered"] = unanswered;
    fmt::print("{}\n", out.dump(2));
  } else {
    print_evaluation(found, set.dimensions);
  }
  return ok;
}

}  // namespace

void add_evaluate(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("evaluate", "compare a profile's predictions with measurements in a CSV file");
  auto o = std::make_shared<evaluate_options>();
  sub->add_option("profile", o->profile, "profile file, or id of a shipped one")->required();
  sub->add_option("csv", o->csv, "CSV file, plain or gzipped: a column for each dimension and latency_s")->required();
  sub->add_option("--op", o->operation, "operation measured")->required();
  sub->add_option("--precision", o->precision, "precision measured (default f32)");
  sub->add_option("--setting", o->setting, "setting id (default: the profile's)");
  sub->add_option("--alias", o->aliases, "a column's name in the file, ours=theirs; repeatable");
  sub->add_flag("--json", o->json, "print as JSON; errors as fractions");
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(*o, global); }; });
}

}  // namespace calib::tool
