#include "calibration/circumstances.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "calib/version.hpp"

namespace calib::calibration {

std::string effort_name(plan::effort how_much) { return how_much == plan::effort::quick ? "quick" : "full"; }

std::map<std::string, std::string> circumstances_of(const request& what, const host& machine) {
  std::vector<std::string_view> precisions;
  for (const calib::precision p : what.wanted.precisions) precisions.push_back(facts(p).name);
  std::vector<std::string_view> caches;
  for (const cache_state state : what.caches) caches.push_back(name(state));
  std::map<std::string, std::string> seen{
      {"calib", CALIB_VERSION},
      {"cpu", machine.environment().cpu.model_name},
      {"operations", fmt::format("{}", fmt::join(what.wanted.operations, ","))},
      {"backends", fmt::format("{}", fmt::join(what.wanted.backends, ","))},
      {"precisions", precisions.empty() ? "all" : fmt::format("{}", fmt::join(precisions, ","))},
      {"threads", fmt::format("{}", fmt::join(what.threads, ","))},
      {"caches", fmt::format("{}", fmt::join(caches, ","))},
      {"effort", effort_name(what.wanted.effort)},
      {"seed", fmt::format("{}", what.wanted.seed)},
  };
  for (const auto& backend : what.backends()) {
    const kernels::backend_info info = backend->info();
    if (matches(what.wanted.backends, info.name)) seen["backend " + info.name] = info.version + ", " + info.details;
  }
  return seen;
}

}  // namespace calib::calibration
