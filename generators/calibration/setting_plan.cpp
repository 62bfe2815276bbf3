#include "calibration/setting_plan.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <stdexcept>

#include "calibration/checkpoint.hpp"

namespace calib::calibration {
namespace {

// No shape may take more than this share of the budget in one call, or seven samples of it starve the others.
constexpr double dearest_share = 1.0 / 300;
// Operands of one shape: larger ones take the time of many others to make.
constexpr std::size_t most_operand_bytes = std::size_t{8} << 30U;
// Where the free memory is unknown.
constexpr std::size_t modest_operand_bytes = std::size_t{1} << 30U;

std::string setting_id(const kernels::backend_info& info, const condition& how) {
  return fmt::format("{}_{}t_{}", info.name, how.threads, name(how.cache));
}

}  // namespace

std::size_t most_bytes(const measure::environment& seen) {
  if (seen.available_memory_bytes == 0) return modest_operand_bytes;
  return std::min(most_operand_bytes, seen.available_memory_bytes / 2);
}

limits limits_of(double budget_s, host& machine, unsigned threads) {
  double fastest = machine.arithmetic_peaks(threads).arithmetic(precision::f32).value;
  if (fastest == 0) fastest = threads * machine.measured_fma(precision::f32);  // a processor that nothing is known of
  return {.memory_bytes = most_bytes(machine.environment()), .flops = fastest * budget_s * dearest_share};
}

std::vector<setting_plan> plan_settings(const request& what, const condition& how, const limits& most,
                                        const host& machine, listener& told) {
  const std::vector<std::size_t> caches = machine.cache_bytes(how.threads);
  std::vector<setting_plan> plans;
  std::vector<std::string> cut;
  for (auto& backend : what.backends()) {
    setting_plan one;
    one.info = backend->info();
    if (!how.backend.empty() && how.backend != one.info.name) continue;
    one.id = setting_id(one.info, how);
    one.how = how;
    one.kernels = backend->kernels();
    one.jobs = plan_jobs(one.kernels, one.id, what.wanted, most, caches);
    if (one.jobs.empty()) continue;
    try {
      backend->set_threads(how.threads);
    } catch (const std::invalid_argument& refusal) {
      told.on_warning(fmt::format("{} left out: {}", one.id, refusal.what()));
      continue;
    }
    one.backend = std::move(backend);
    for (const job& table : one.jobs) {
      if (table.cut_by_memory) cut.push_back(label(id_of(table)));
    }
    plans.push_back(std::move(one));
  }
  if (!cut.empty()) {
    told.on_warning(
        fmt::format("{} tables end at smaller shapes than planned, as larger ones need more than {} MiB: {}; "
                    "free some memory for the whole grid",
                    cut.size(), most.memory_bytes >> 20U, fmt::join(cut, ", ")));
  }
  return plans;
}

}  // namespace calib::calibration
