#include "calibration/setting_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

namespace calib::calibration {
namespace {

// No shape may take more than this share of the budget in one call, or seven samples of it starve the others.
constexpr double dearest_share = 1.0 / 300;
// Operands of one shape: larger ones take the time of many others to make.
constexpr std::size_t most_operand_bytes = std::size_t{8} << 30U;
// Where the free memory is unknown.
constexpr std::size_t modest_operand_bytes = std::size_t{1} << 30U;

// The kind of cores only where there are several: a name that means nothing else stays as it is.
std::string setting_id(const kernels::backend_info& info, const condition& condition, const std::string& core_kind) {
  return fmt::format("{}_{}t_{}{}", info.name, condition.threads, core_kind.empty() ? "" : core_kind + "_",
                     caches_of(condition));
}

// In company, unless operations are named, those that networks consist of: company is what happens in networks.
selection wanted_under(const condition& condition, selection wanted) {
  const bool all = wanted.operations == selection{}.operations;
  wanted.only_of_networks = all && condition.cache == cache_state::network;
  return wanted;
}

}  // namespace

std::size_t most_bytes(const measure::environment& seen) {
  if (seen.available_memory_bytes == 0) return modest_operand_bytes;
  return std::min(most_operand_bytes, seen.available_memory_bytes / 2);
}

shape_limits limits_of(double budget_s, host& machine, unsigned threads) {
  double fastest = machine.arithmetic_peaks(threads).arithmetic(precision::f32).value;
  if (fastest == 0) fastest = threads * machine.measured_fma(precision::f32);  // a processor that nothing is known of
  return {.memory_bytes = most_bytes(machine.environment()), .flops = fastest * budget_s * dearest_share};
}

std::vector<setting_plan> plan_settings(const request& request, const condition& condition, const shape_limits& limits,
                                        const host& machine, listener& listener) {
  const std::vector<std::size_t> caches = machine.cache_bytes(condition.threads);
  std::vector<setting_plan> plans;
  std::vector<std::string> cut;
  for (auto& backend : request.backends()) {
    setting_plan one;
    one.info = backend->info();
    if (!condition.backend.empty() && condition.backend != one.info.name) continue;
    one.core_kind = machine.choice().kind;
    one.id = setting_id(one.info, condition, one.core_kind);
    one.condition = condition;
    one.kernels = backend->kernels();
    one.jobs = plan_jobs(one.kernels, one.id, wanted_under(condition, request.wanted), limits, caches);
    if (one.jobs.empty()) continue;
    try {
      backend->set_threads(condition.threads);
    } catch (const std::invalid_argument& refusal) {
      listener.on_warning(fmt::format("{} left out: {}", one.id, refusal.what()));
      continue;
    }
    one.backend = std::move(backend);
    for (const job& table : one.jobs) {
      if (table.cut_by_memory) cut.push_back(label(id_of(table)));
    }
    plans.push_back(std::move(one));
  }
  if (!cut.empty()) {
    listener.on_warning(
        fmt::format("{} tables end at smaller shapes than planned, as larger ones need more than {} MiB: {}; "
                    "free some memory for the whole grid",
                    cut.size(), limits.memory_bytes >> 20U, fmt::join(cut, ", ")));
  }
  return plans;
}

}  // namespace calib::calibration
