/// `calib evaluate`: compares a profile's predictions with measurements made elsewhere.

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "calib/loaded_profile.hpp"
#include "command.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "csv_arguments.hpp"
#include "dimensions.hpp"
#include "fit/csv.hpp"
#include "fit/evaluation.hpp"
#include "profile_argument.hpp"
#include "profile_io/writer.hpp"
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

void add_row(console::text_table& out, std::string_view source, const fit::error_summary& s) {
  out.add({std::string(source), fmt::format("{}", s.n), console::percent(s.mape), console::percent(s.median),
           console::percent(s.p90), console::percent(s.within_5), console::percent(s.within_10),
           console::percent(s.bias)});
}

void print_text(const fit::evaluation& found, const fit::measurement_set& set) {
  console::text_table summary({"", ">shapes", ">MAPE", ">median", ">p90", ">within 5 %", ">within 10 %", ">bias"});
  add_row(summary, "all", found.all);
  for (const auto& [source, one] : found.by_source) add_row(summary, name(source), one);
  fmt::print("{}\nworst:\n", summary.str());
  std::vector<std::string> columns;
  for (const std::string& dimension : set.dimensions) columns.push_back(">" + dimension);
  columns.insert(columns.end(), {">measured", ">predicted", ">error", "source"});
  console::text_table worst(columns);
  for (const fit::judged_shape& one : found.worst) {
    std::vector<std::string> cells;
    for (const std::size_t size : one.dims) cells.push_back(fmt::format("{}", size));
    cells.insert(cells.end(), {console::time(one.measured_s), console::time(one.predicted_s),
                               console::percent(one.error()), std::string(name(one.source))});
    worst.add(cells);
  }
  fmt::print("{}", worst.str());
}

nlohmann::ordered_json json_of(const fit::error_summary& s) {
  return {{"n", s.n},      {"mape", s.mape},         {"median", s.median},
          {"p90", s.p90},  {"within_5", s.within_5}, {"within_10", s.within_10},
          {"bias", s.bias}};
}

void print_json(const fit::evaluation& found, const fit::measurement_set& set, std::size_t unanswered) {
  nlohmann::ordered_json out = json_of(found.all);
  out["unanswered"] = unanswered;
  out["by_source"] = nlohmann::ordered_json::object();
  for (const auto& [source, one] : found.by_source) out["by_source"][std::string(name(source))] = json_of(one);
  out["worst"] = nlohmann::ordered_json::array();
  for (const fit::judged_shape& one : found.worst) {
    nlohmann::ordered_json dims;
    for (std::size_t d = 0; d < one.dims.size(); ++d) dims[set.dimensions[d]] = one.dims[d];
    out["worst"].push_back({{"dims", dims},
                            {"measured_s", one.measured_s},
                            {"predicted_s", one.predicted_s},
                            {"error", one.error()},
                            {"source", name(one.source)}});
  }
  fmt::print("{}\n", out.dump(2));
}

exit_code run(const evaluate_options& o, const global_options& global) {
  require_operation(o.operation);
  const profile_io::profile_data data = load(o.profile);
  const loaded_profile mapper = parse_profile(profile_io::to_json(data), data.id);
  const fit::measurement_set set = fit::read_csv(
      o.csv,
      {.operation = o.operation, .precision = precision_named(o.precision), .aliases = parsed_aliases(o.aliases)});
  report_reading(set, global);
  const judgement judged = judge(mapper, set, o.setting);
  if (judged.answered.empty()) throw usage_error(judged.unanswered.begin()->first);
  const std::size_t unanswered = report_unanswered(judged);
  const fit::evaluation found = fit::evaluate(judged.answered);
  if (o.json) {
    print_json(found, set, unanswered);
  } else {
    print_text(found, set);
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
