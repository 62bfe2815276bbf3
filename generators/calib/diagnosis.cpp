#include "diagnosis.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "console/text_table.hpp"
#include "console/units.hpp"
#include "statistics/statistics.hpp"

namespace calib::tool {

double checked_setting::median() const { return statistics::median(ratios); }
double checked_setting::lowest() const { return *std::ranges::min_element(ratios); }
double checked_setting::highest() const { return *std::ranges::max_element(ratios); }

bool diagnosis::has_drifted(const checked_setting& one) const {
  return std::abs(std::log(one.median())) > std::log1p(threshold);
}

bool diagnosis::still_describes() const {
  return changed.empty() && std::ranges::none_of(checked, [this](const auto& one) { return has_drifted(one); });
}

std::string text_of(const diagnosis& found) {
  std::string out;
  for (const differences::one& one : found.changed) {
    out += fmt::format("changed: {}: {} then, {} now\n", one.what, one.first, one.second);
  }
  if (!found.checked.empty()) {
    console::text_table table({"setting", ">shapes", ">now / then", ">lowest", ">highest", ""});
    for (const checked_setting& one : found.checked) {
      table.add({one.setting, std::to_string(one.ratios.size()), fmt::format("{:.3f}", one.median()),
                 fmt::format("{:.3f}", one.lowest()), fmt::format("{:.3f}", one.highest()),
                 found.has_drifted(one) ? "drifted" : ""});
    }
    out += table.str();
  }
  if (!found.not_checked.empty()) out += fmt::format("not checked: {}\n", fmt::join(found.not_checked, ", "));
  out += found.still_describes()
             ? fmt::format("{} still describes this machine: no fact changed, and no setting is off by more than {}\n",
                           found.profile, console::percent(found.threshold))
             : fmt::format(
                   "{} no longer describes this machine: measure it again (calib run), or with its neighbours "
                   "quiet if only latencies are off\n",
                   found.profile);
  return out;
}

std::string json_of(const diagnosis& found) {
  using json = nlohmann::ordered_json;
  json changed = json::array(), checked = json::array();
  for (const differences::one& one : found.changed) {
    changed.push_back({{"what", one.what}, {"then", one.first}, {"now", one.second}});
  }
  for (const checked_setting& one : found.checked) {
    checked.push_back({{"setting", one.setting},
                       {"shapes", one.ratios.size()},
                       {"median_ratio", one.median()},
                       {"lowest_ratio", one.lowest()},
                       {"highest_ratio", one.highest()},
                       {"drifted", found.has_drifted(one)}});
  }
  return json{{"profile", found.profile},       {"still_describes", found.still_describes()},
              {"threshold", found.threshold},   {"changed", std::move(changed)},
              {"settings", std::move(checked)}, {"not_checked", found.not_checked}}
             .dump(2) +
         "\n";
}

}  // namespace calib::tool
