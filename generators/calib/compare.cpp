/// `calib compare`: how far two profiles agree, table by table, as text, JSON and HTML.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "calib/version.hpp"
#include "command.hpp"
#include "compare_profiles.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "differences.hpp"
#include "output_file.hpp"
#include "positive_number.hpp"
#include "profile_argument.hpp"
#include "report/comparison.hpp"
#include "usage_error.hpp"

namespace calib::tool {
namespace {

struct compare_options {
  std::string before, after, html;
  double threshold = 0;  ///< 0: none
  bool json = false, force = false;
};

/// What is the same where nobody says: twice what runs of one machine differ by.
constexpr double usual_threshold = 0.05;

/// Ratios of different machines say how the machines differ, which nobody may take for a change of one.
void require_one_machine(const profile_io::profile_data& before, const profile_io::profile_data& after) {
  differences found;
  found.machines(before, after);
  if (!found.any()) return;
  throw usage_error(fmt::format("{} and {} are of different machines: {}; --force compares them all the same",
                                before.id, after.id, found.text()));
}

void print_text(const std::vector<report::compared_table>& tables) {
  console::text_table out({"setting", "operation", "", "verdict", ">median ratio", ">interval", "of", ">points", ">p10",
                           ">p90", ">within 5 %", ">within 10 %"});
  for (const report::compared_table& one : tables) {
    std::vector<std::string> cells{one.after.setting, one.after.operation, std::string(facts(one.after.precision).name),
                                   std::string(one.verdict)};
    if (one.has_shapes()) {
      const report::ratio_summary& r = one.ratios;
      cells.insert(cells.end(),
                   {fmt::format("{:.3f}", r.median), fmt::format("{:.3f} to {:.3f}", r.low, r.high),
                    std::string(ratios_of(one)), fmt::format("{}", one.before_s.size()), fmt::format("{:.3f}", r.p10),
                    fmt::format("{:.3f}", r.p90), console::percent(r.within_5), console::percent(r.within_10)});
    }
    out.add(std::move(cells));
  }
  fmt::print("{}", out.str());
}

void print_json(const std::vector<report::compared_table>& tables) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const report::compared_table& one : tables) {
    nlohmann::ordered_json entry{{"setting", one.after.setting},
                                 {"operation", one.after.operation},
                                 {"precision", facts(one.after.precision).name},
                                 {"verdict", one.verdict},
                                 {"points", one.before_s.size()}};
    if (one.has_shapes()) {
      entry.update({{"of", ratios_of(one)},
                    {"median_ratio", one.ratios.median},
                    {"interval", {one.ratios.low, one.ratios.high}},
                    {"p10_ratio", one.ratios.p10},
                    {"p90_ratio", one.ratios.p90},
                    {"within_5", one.ratios.within_5},
                    {"within_10", one.ratios.within_10}});
    }
    out.push_back(std::move(entry));
  }
  fmt::print("{}\n", out.dump(2));
}

std::string title_of(const profile_io::profile_data& before, const profile_io::profile_data& after) {
  return before.name == after.name ? fmt::format("{}: two profiles compared", after.name)
                                   : fmt::format("{} and {} compared", before.name, after.name);
}

/// Names, dates, and what differs: the machines, and what the runs say of their environments.
std::vector<report::compared_fact> facts_of(const profile_io::profile_data& before,
                                            const profile_io::profile_data& after) {
  std::vector<report::compared_fact> out{{"profile", before.id, after.id}, {"name", before.name, after.name}};
  if (!before.created.empty() || !after.created.empty()) out.push_back({"measured", before.created, after.created});
  differences machines;
  machines.machines(before, after);
  for (const auto& [what, first, second] : machines.all()) out.push_back({what, first, second});
  std::map<std::string, std::pair<std::string, std::string>> environment;
  for (const auto& [key, value] : before.environment) environment[key].first = value;
  for (const auto& [key, value] : after.environment) environment[key].second = value;
  for (const auto& [key, values] : environment) {
    if (values.first != values.second) out.push_back({key, values.first, values.second});
  }
  return out;
}

exit_code run(const global_options& global, const compare_options& o) {
  const profile_io::profile_data before = load(o.before), after = load(o.after);
  if (!o.force) require_one_machine(before, after);
  const double threshold = o.threshold > 0 ? o.threshold : usual_threshold;
  const report::comparison found{.title = title_of(before, after),
                                 .made_by = "calib " CALIB_VERSION,
                                 .threshold = threshold,
                                 .facts = facts_of(before, after),
                                 .tables = compare_profiles(before, after, threshold)};
  if (std::ranges::none_of(found.tables, &report::compared_table::has_shapes)) {
    fmt::print(stderr, "calib: the profiles have no table and shape in common, so there is nothing to compare\n");
    return usage;
  }
  if (o.json) {
    print_json(found.tables);
  } else {
    print_text(found.tables);
  }
  if (!o.html.empty()) write_output(global, o.html, report::html_of(found));
  const bool beyond = o.threshold > 0 && std::ranges::any_of(found.tables, [&](const report::compared_table& one) {
                        return one.has_shapes() && std::abs(one.ratios.median - 1) > o.threshold;
                      });
  return beyond ? beyond_threshold : ok;
}

}  // namespace

void add_compare(CLI::App& app, const global_options& global, action& chosen) {
  CLI::App* sub = app.add_subcommand("compare", "compare two profiles, table by table");
  auto o = std::make_shared<compare_options>();
  sub->add_option("before", o->before, "profile file or id")->required();
  sub->add_option("after", o->after, "profile file or id")->required();
  sub->add_option(
         "--threshold", o->threshold,
         "what counts as the same, as a fraction (default 0.05); given, exit with 4 when a table's median ratio "
         "is further from 1")
      ->check(positive_number());
  sub->add_flag("--force", o->force, "compare profiles of different machines");
  sub->add_flag("--json", o->json, "print as JSON");
  sub->add_option("--html", o->html, "page with verdicts and ratios by size: one HTML file that needs nothing else");
  sub->callback([&chosen, &global, o] { chosen = [&global, o] { return run(global, *o); }; });
}

}  // namespace calib::tool
