#include "calibration/run_identity.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <set>
#include <vector>

#include "calib/version.hpp"
#include "usage_error.hpp"

namespace calib::calibration {

std::map<std::string, std::string> identity_of(const request& request, const host& machine) {
  const selection& wanted = request.wanted;
  std::vector<std::string_view> precisions;
  for (const calib::precision p : wanted.precisions) precisions.push_back(facts(p).name);
  std::vector<std::string> caches;
  for (const condition& one : request.conditions(1)) caches.push_back(caches_of(one));
  std::map<std::string, std::string> identity{
      {"calib", CALIB_VERSION},
      {"cpu", machine.environment().cpu.model_name},
      {"operations", fmt::format("{}", fmt::join(wanted.operations, ","))},
      {"backends", fmt::format("{}", fmt::join(wanted.backends, ","))},
      {"precisions", precisions.empty() ? "all" : fmt::format("{}", fmt::join(precisions, ","))},
      {"threads", fmt::format("{}", fmt::join(request.threads, ","))},
      {"caches", fmt::format("{}", fmt::join(caches, ","))},
      {"effort", effort_name(wanted.effort)},
      {"seed", fmt::format("{}", wanted.seed)},
  };
  if (!machine.choice().kind.empty()) identity["core kind"] = machine.choice().kind;
  for (const auto& backend : request.backends()) {
    const kernels::backend_info info = backend->info();
    if (matches(wanted.backends, info.name)) identity["backend " + info.name] = info.version + ", " + info.details;
  }
  return identity;
}

void require_same(const std::map<std::string, std::string>& earlier,
                  const std::map<std::string, std::string>& current) {
  std::set<std::string> names;
  for (const auto& [name, value] : earlier) names.insert(name);
  for (const auto& [name, value] : current) names.insert(name);
  const auto shown = [](const auto& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string("absent") : fmt::format("'{}'", found->second);
  };
  std::string differences;
  for (const std::string& name : names) {
    const std::string before = shown(earlier, name), here = shown(current, name);
    if (before != here) differences += fmt::format("; {} was {}, is {}", name, before, here);
  }
  if (differences.empty()) return;
  throw usage_error("cannot resume, this is not the calibration that was interrupted" + differences +
                    "; give the same options on the same machine, or start anew without --resume");
}

}  // namespace calib::calibration
