#include "calibration/selection.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fnmatch.h>

#include <algorithm>

#include "plan/network_operations.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

void require_each_matches(const std::vector<std::string>& globs, std::string_view kind,
                          const std::vector<std::string_view>& names) {
  for (const std::string& glob : globs) {
    if (std::any_of(names.begin(), names.end(), [&](std::string_view name) { return matches({glob}, name); })) continue;
    throw usage_error(fmt::format("no {} matches '{}'; there are {}", kind, glob, fmt::join(names, ", ")));
  }
}

}  // namespace

bool selection::names(std::string_view operation, std::string_view backend, calib::precision precision) const {
  return matches(operations, operation) && (!only_of_networks || plan::occurs_in_networks(operation)) &&
         matches(backends, backend) &&
         (precisions.empty() || std::find(precisions.begin(), precisions.end(), precision) != precisions.end());
}

std::string effort_name(plan::effort effort) { return effort == plan::effort::quick ? "quick" : "full"; }

bool matches(const std::vector<std::string>& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(), [text = std::string(name)](const std::string& glob) {
    return fnmatch(glob.c_str(), text.c_str(), 0) == 0;
  });
}

void require_known(const selection& wanted, const std::vector<std::unique_ptr<kernels::kernel>>& kernels) {
  std::vector<std::string_view> operations, backends;
  const auto add_once = [](std::vector<std::string_view>& names, std::string_view name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
  };
  for (const auto& kernel : kernels) {
    add_once(operations, kernel->operation());
    add_once(backends, kernel->backend());
  }
  require_each_matches(wanted.operations, "operation", operations);
  require_each_matches(wanted.backends, "backend", backends);
}

}  // namespace calib::calibration
