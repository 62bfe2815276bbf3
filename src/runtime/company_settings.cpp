#include "runtime/company_settings.hpp"

#include <algorithm>

namespace calib::detail {
namespace {

std::vector<const setting_facts*> companies(const loaded_profile& profile, std::string_view id) {
  std::vector<const setting_facts*> found;
  for (const setting_facts& one : profile.settings()) {
    if (one.cache == cache_state::network && id_of_companies(one) == id) found.push_back(&one);
  }
  std::ranges::stable_sort(found, {}, &setting_facts::company_bytes);
  // Of two that are as large the first: nothing is between them.
  const auto alike = [](const setting_facts* a, const setting_facts* b) {
    return a->company_bytes == b->company_bytes;
  };
  found.erase(std::unique(found.begin(), found.end(), alike), found.end());
  return found;
}

/// The companies that stand for the default setting; nothing where there are none.
std::string_view usual_companies(const loaded_profile& profile) {
  const setting_facts& usual = profile.default_setting();
  const auto all = profile.settings();
  const auto first = std::ranges::find_if(all, [&](const setting_facts& one) {
    return one.cache == cache_state::network && one.backend == usual.backend && one.threads == usual.threads;
  });
  return first == all.end() ? std::string_view{} : id_of_companies(*first);
}

}  // namespace

std::string_view id_of_companies(const setting_facts& one) noexcept { return one.id.substr(0, one.id.rfind('_')); }

std::vector<const setting_facts*> settings_for_networks(const loaded_profile& profile, std::string_view id) {
  std::vector<const setting_facts*> found;
  const auto all = profile.settings();
  if (std::ranges::find(all, id, &setting_facts::id) == all.end()) {
    found = companies(profile, id.empty() ? usual_companies(profile) : id);
  }
  if (found.empty()) found.push_back(&profile.setting(id));
  return found;
}

}  // namespace calib::detail
