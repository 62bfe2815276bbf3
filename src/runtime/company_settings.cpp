#include "runtime/company_settings.hpp"

#include <algorithm>
#include <functional>
#include <string>

namespace calib::detail {
namespace {

using in_question = std::function<bool(const setting_facts&)>;

std::vector<const setting_facts*> companies(const loaded_profile& profile, const in_question& belongs) {
  std::vector<const setting_facts*> found;
  for (const setting_facts& one : profile.settings()) {
    if (one.cache == cache_state::network && belongs(one)) found.push_back(&one);
  }
  std::ranges::stable_sort(found, {}, &setting_facts::company_bytes);
  // Of two alike the first: a processor may have been measured on several kinds of cores.
  const auto alike = [](const setting_facts* a, const setting_facts* b) {
    return a->company_bytes == b->company_bytes;
  };
  found.erase(std::unique(found.begin(), found.end(), alike), found.end());
  return found;
}

}  // namespace

std::vector<const setting_facts*> settings_for_networks(const loaded_profile& profile, std::string_view id) {
  std::vector<const setting_facts*> found;
  if (id.empty()) {
    const setting_facts& usual = profile.default_setting();
    found = companies(profile, [&](const setting_facts& one) {
      return one.backend == usual.backend && one.threads == usual.threads;
    });
  } else {
    const auto all = profile.settings();
    const bool exact = std::ranges::find(all, id, &setting_facts::id) != all.end();
    const std::string begin = std::string{id} + "_";
    if (!exact) found = companies(profile, [&](const setting_facts& one) { return one.id.starts_with(begin); });
  }
  if (found.empty()) found.push_back(&profile.setting(id));
  return found;
}

}  // namespace calib::detail
