#include "calibration/condition.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace calib::calibration {

std::string caches_of(const condition& one) {
  std::string text{name(one.cache)};
  return one.company_bytes == 0 ? text : fmt::format("{}_{}mb", text, one.company_bytes >> 20U);
}

std::string name_of(const condition& one) {
  std::string text = fmt::format("{}t_{}", one.threads, caches_of(one));
  if (!one.backend.empty()) text.append("_").append(one.backend);
  return text;
}

condition condition_of(const profile_io::setting_data& setting) {
  return {.threads = setting.threads,
          .cache = setting.cache,
          .company_bytes = setting.company_bytes,
          .backend = setting.threads > 1 ? setting.backend : std::string()};
}

std::vector<condition> conditions_of(const profile_io::profile_data& profile) {
  std::vector<condition> all;
  for (const profile_io::setting_data& setting : profile.settings) {
    const condition one = condition_of(setting);
    if (std::ranges::find(all, one) == all.end()) all.push_back(one);
  }
  return all;
}

}  // namespace calib::calibration
