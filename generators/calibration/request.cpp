#include "calibration/request.hpp"

#include <utility>

namespace calib::calibration {

std::vector<condition> request::conditions(unsigned thread_count) const {
  std::vector<condition> all;
  for (const cache_state cache : caches) {
    if (cache != cache_state::network) {
      all.push_back({.threads = thread_count, .cache = cache});
      continue;
    }
    for (const std::size_t bytes : companies) {
      all.push_back({.threads = thread_count, .cache = cache, .company_bytes = bytes});
    }
  }
  return all;
}

double request::budget_s(const condition& one) const {
  const double of_caches = time_budget_s / static_cast<double>(threads.size() * caches.size());
  return one.cache == cache_state::network ? of_caches / static_cast<double>(companies.size()) : of_caches;
}

void require_known(const request& request) {
  std::vector<std::unique_ptr<kernels::kernel>> offered;
  for (const auto& backend : request.backends()) {
    for (auto& kernel : backend->kernels()) offered.push_back(std::move(kernel));
  }
  require_known(request.wanted, offered);
}

}  // namespace calib::calibration
