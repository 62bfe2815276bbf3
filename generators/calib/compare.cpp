/// `calib compare`: how far two profiles agree, table by table: at the shapes that both measured and at the knots that
/// both have; where a fitted table does not tell what it was fitted to, at the knots of the second within the range of
/// the first.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "command.hpp"
#include "console/text_table.hpp"
#include "console/units.hpp"
#include "plan/shapes.hpp"
#include "positive_number.hpp"
#include "profile_argument.hpp"
#include "runtime/as_loaded.hpp"
#include "statistics/statistics.hpp"

namespace calib::tool {
namespace {

struct compare_options {
  std::string before, after;
  double threshold = 0;  ///< 0: none
  bool json = false;
};

/// Ratios after / before of one table.
struct comparison {
  const profile_io::table_data* table = nullptr;
  std::string_view of;  ///< "measured", "knots", or "fit": answers of fitted tables, where neither need have measured
  std::vector<double> ratios;

  double median() const { return statistics::median(ratios); }
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

std::map<plan::shape, double> measured_by_shape(const profile_io::measurements_data& measured) {
  std::map<plan::shape, double> out;
  for (std::size_t i = 0; i < measured.latency_s.size(); ++i) {
    plan::shape dims;
    for (const auto& column : measured.dims) dims.push_back(column[i]);
    out.emplace(std::move(dims), measured.latency_s[i]);
  }
  return out;
}

std::vector<double> ratios_of_measured(const profile_io::table_data& before, const profile_io::table_data& after) {
  const auto earlier = measured_by_shape(before.measurements);
  std::vector<double> ratios;
  for (const auto& [dims, latency_s] : measured_by_shape(after.measurements)) {
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

std::vector<comparison> compare_profiles(const answering& before, const answering& after) {
  std::vector<comparison> found;
  for (const auto& b : before.data.tables) {
    for (const auto& a : after.data.tables) {
      if (a.operation != b.operation || a.precision != b.precision || a.setting != b.setting) continue;
      comparison one = compare_tables(before, b, after, a);
      if (!one.ratios.empty()) found.push_back(std::move(one));
    }
  }
  return found;
}

void print_text(const std::vector<comparison>& comparisons) {
  console::text_table out(
      {"setting", "operation", "", "of", ">points", ">median ratio", ">p10", ">p90", ">within 5 %", ">within 10 %"});
  for (const comparison& one : comparisons) {
    out.add({one.table->setting, one.table->operation, std::string(facts(one.table->precision).name),
             std::string(one.of), fmt::format("{}", one.ratios.size()), fmt::format("{:.3f}", one.median()),
             fmt::format("{:.3f}", statistics::quantile(one.ratios, 0.1)),
             fmt::format("{:.3f}", statistics::quantile(one.ratios, 0.9)), console::percent(one.within(0.05)),
             console::percent(one.within(0.1))});
  }
  fmt::print("{}", out.str());
}

void print_json(const std::vector<comparison>& comparisons) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const comparison& one : comparisons) {
    out.push_back({{"setting", one.table->setting},
                   {"operation", one.table->operation},
                   {"precision", facts(one.table->precision).name},
                   {"of", one.of},
                   {"points", one.ratios.size()},
                   {"median_ratio", one.median()},
                   {"p10_ratio", statistics::quantile(one.ratios, 0.1)},
                   {"p90_ratio", statistics::quantile(one.ratios, 0.9)},
                   {"within_5", one.within(0.05)},
                   {"within_10", one.within(0.1)}});
  }
  fmt::print("{}\n", out.dump(2));
}

exit_code run(const compare_options& o) {
  const answering before(o.before), after(o.after);
  const std::vector<comparison> comparisons = compare_profiles(before, after);
  if (comparisons.empty()) {
    fmt::print(stderr, "calib: the profiles have no table and shape in common, so there is nothing to compare\n");
    return usage;
  }
  if (o.json) {
    print_json(comparisons);
  } else {
    print_text(comparisons);
  }
  const bool beyond =
      o.threshold > 0 && std::any_of(comparisons.begin(), comparisons.end(),
                                     [&](const comparison& one) { return std::abs(one.median() - 1) > o.threshold; });
  return beyond ? beyond_threshold : ok;
}

}  // namespace

void add_compare(CLI::App& app, const global_options&, action& chosen) {
  CLI::App* sub = app.add_subcommand("compare", "compare two profiles, table by table");
  auto o = std::make_shared<compare_options>();
  sub->add_option("before", o->before, "profile file or id")->required();
  sub->add_option("after", o->after, "profile file or id")->required();
  sub->add_option("--threshold", o->threshold,
                  "exit with 4 when a table's median ratio is further from 1 than this fraction")
      ->check(positive_number());
  sub->add_flag("--json", o->json, "print as JSON");
  sub->callback([&chosen, o] { chosen = [o] { return run(*o); }; });
}

}  // namespace calib::tool
