/// `calib compare`: how far two profiles agree, table by table: at the shapes that both measured and at the knots that
/// both have; where a fitted table does not tell what it was fitted to, at the knots of the second within the range of
/// the first.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "differences.hpp"
#include "measured_by_shape.hpp"
#include "plan/shapes.hpp"
#include "positive_number.hpp"
#include "profile_argument.hpp"
#include "runtime/as_loaded.hpp"
#include "statistics/statistics.hpp"
#include "usage_error.hpp"
#include "verdict.hpp"

namespace calib::tool {
namespace {

struct compare_options {
  std::string before, after;
  double threshold = 0;  ///< 0: none
  bool json = false, force = false;
};

/// What is the same where nobody says: twice what runs of one machine differ by.
constexpr double usual_threshold = 0.05;

/// Ratios after / before of one table.
struct comparison {
  const profile_io::table_data* table = nullptr;
  std::string_view of;  ///< "measured", "knots", or "fit": answers of fitted tables, where neither need have measured
  std::vector<double> ratios;
  judged_ratios judged{};

  double within(double share) const {
    const auto near =
        std::count_if(ratios.begin(), ratios.end(), [share](double r) { return std::abs(r - 1) <= share; });
    return static_cast<double>(near) / static_cast<double>(ratios.size());
  }
};

/// A profile and the answers from it.
struct answering {
  explicit answering(const std::string& file_or_id) : data(load(file_or_id)), mapper(as_loaded(data)) {}
  double latency_s(const profile_io::table_data& table, const plan::shape& dims) const {
    return mapper.estimate(table.operation, table.precision, dims, table.setting).latency.count();
  }

  profile_io::profile_data data;
  loaded_profile mapper;
};

std::vector<double> ratios_of_measured(const profile_io::table_data& before, const profile_io::table_data& after) {
  const auto earlier = measured_by_shape(before);
  std::vector<double> ratios;
  for (const auto& [dims, latency_s] : measured_by_shape(after)) {
    const auto same = earlier.find(dims);
    if (same != earlier.end()) ratios.push_back(latency_s / same->second);
  }
  return ratios;
}

bool comparable(const plan::shape& dims, const plan::grid& before, bool fitted) {
  for (std::size_t a = 0; a < dims.size(); ++a) {
    const auto& knots = before[a].knots;
    const bool known = fitted ? dims[a] >= knots.front() && dims[a] <= knots.back()
                              : std::binary_search(knots.begin(), knots.end(), dims[a]);
    if (!known) return false;
  }
  return true;
}

comparison compare_tables(const answering& before, const profile_io::table_data& table_before, const answering& after,
                          const profile_io::table_data& table_after) {
  comparison result{.table = &table_after, .of = "measured", .ratios = ratios_of_measured(table_before, table_after)};
  if (!result.ratios.empty()) return result;
  const bool fitted = table_before.fitted || table_after.fitted;
  result.of = fitted ? "fit" : "knots";
  const plan::grid axes_before = plan::measured_part(table_before.axes);
  for (const plan::shape& dims : plan::shapes_of(plan::measured_part(table_after.axes))) {
    if (!comparable(dims, axes_before, fitted)) continue;
    result.ratios.push_back(after.latency_s(table_after, dims) / before.latency_s(table_before, dims));
  }
  return result;
}

/// Every table of either; those of one alone have no ratios.
std::vector<comparison> compare_profiles(const answering& before, const answering& after, double threshold) {
  const auto same = [](const profile_io::table_data& a) {
    return [&a](const profile_io::table_data& b) { return profile_io::same_table(a, b); };
  };
  std::vector<comparison> found;
  for (const auto& b : before.data.tables) {
    const auto a = std::ranges::find_if(after.data.tables, same(b));
    comparison one{.table = &b, .of = "", .ratios = {}};
    if (a != after.data.tables.end()) one = compare_tables(before, b, after, *a);
    one.judged = judge(one.ratios, threshold);
    found.push_back(std::move(one));
  }
  for (const auto& a : after.data.tables) {
    if (std::ranges::none_of(before.data.tables, same(a))) found.push_back({.table = &a, .of = "", .ratios = {}});
  }
  return found;
}

bool compared(const comparison& one) { return !one.ratios.empty(); }

/// Ratios of different machines say how the machines differ, which nobody may take for a change of one.
void require_one_machine(const profile_io::profile_data& before, const profile_io::profile_data& after) {
  differences found;
  found.machines(before, after);
  if (!found.any()) return;
  throw usage_error(fmt::format("{} and {} are of different machines: {}; --force compares them all the same",
                                before.id, after.id, found.text()));
}

void print_text(const std::vector<comparison>& comparisons) {
  console::text_table out({"setting", "operation", "", "verdict", ">median ratio", ">interval", "of", ">points", ">p10",
                           ">p90", ">within 5 %", ">within 10 %"});
  for (const comparison& one : comparisons) {
    std::vector<std::string> cells{one.table->setting, one.table->operation,
                                   std::string(facts(one.table->precision).name), std::string(name(one.judged.is))};
    if (compared(one)) {
      cells.insert(cells.end(),
                   {fmt::format("{:.3f}", one.judged.median.median),
                    fmt::format("{:.3f} to {:.3f}", one.judged.median.low, one.judged.median.high), std::string(one.of),
                    fmt::format("{}", one.ratios.size()), fmt::format("{:.3f}", statistics::quantile(one.ratios, 0.1)),
                    fmt::format("{:.3f}", statistics::quantile(one.ratios, 0.9)), console::percent(one.within(0.05)),
                    console::percent(one.within(0.1))});
    }
    out.add(std::move(cells));
  }
  fmt::print("{}", out.str());
}

void print_json(const std::vector<comparison>& comparisons) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const comparison& one : comparisons) {
    nlohmann::ordered_json entry{{"setting", one.table->setting},
                                 {"operation", one.table->operation},
                                 {"precision", facts(one.table->precision).name},
                                 {"verdict", name(one.judged.is)},
                                 {"points", one.ratios.size()}};
    if (compared(one)) {
      entry.update({{"of", one.of},
                    {"median_ratio", one.judged.median.median},
                    {"interval", {one.judged.median.low, one.judged.median.high}},
                    {"p10_ratio", statistics::quantile(one.ratios, 0.1)},
                    {"p90_ratio", statistics::quantile(one.ratios, 0.9)},
                    {"within_5", one.within(0.05)},
                    {"within_10", one.within(0.1)}});
    }
    out.push_back(std::move(entry));
  }
  fmt::print("{}\n", out.dump(2));
}

exit_code run(const compare_options& o) {
  const answering before(o.before), after(o.after);
  if (!o.force) require_one_machine(before.data, after.data);
  const double threshold = o.threshold > 0 ? o.threshold : usual_threshold;
  const std::vector<comparison> comparisons = compare_profiles(before, after, threshold);
  if (std::ranges::none_of(comparisons, compared)) {
    fmt::print(stderr, "calib: the profiles have no table and shape in common, so there is nothing to compare\n");
    return usage;
  }
  if (o.json) {
    print_json(comparisons);
  } else {
    print_text(comparisons);
  }
  const bool beyond = o.threshold > 0 && std::ranges::any_of(comparisons, [&](const comparison& one) {
                        return compared(one) && std::abs(one.judged.median.median - 1) > o.threshold;
                      });
  return beyond ? beyond_threshold : ok;
}

}  // namespace

void add_compare(CLI::App& app, const global_options&, action& chosen) {
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
  sub->callback([&chosen, o] { chosen = [o] { return run(*o); }; });
}

}  // namespace calib::tool
