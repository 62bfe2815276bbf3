#include "calibration/validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "calibration/job_shapes.hpp"
#include "calibration/kernel_check.hpp"
#include "calibration/limit_warnings.hpp"
#include "calibration/measure_shapes.hpp"
#include "calibration/progress_observer.hpp"
#include "calibration/setting_plan.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

// Narrower than what predictions are expected to reach, by enough.
constexpr double half_width = 0.01;

// A backend of this machine on the threads of one of the profile's settings.
struct reproduced_setting {
  std::unique_ptr<kernels::backend> backend;
  std::vector<std::unique_ptr<kernels::kernel>> kernels;
};

class validation_run {
 public:
  validation_run(const profile_io::profile_data& profile, const validation_request& request, host& machine,
                 const std::atomic<bool>& stop, listener& listener)
      : profile_(profile), request_(request), machine_(machine), stop_(stop), listener_(listener) {}

  std::vector<fresh_measurements> finish() {
    for (const condition& one : conditions_of(profile_)) measure_under(one);
    if (found_.empty() && !stop_) {
      throw usage_error("nothing to validate: no table that the profile has and the options name can be measured here");
    }
    return std::move(found_);
  }

 private:
  void measure_under(const condition& condition) {
    const shape_limits limits = limits_of(request_.time_budget_s, machine_, condition.threads);
    std::vector<reproduced_setting> settings;
    std::vector<job> jobs;
    for (const auto& setting : profile_.settings) {
      if (condition_of(setting) != condition) continue;
      reproduced_setting one = reproduce(setting);
      for (const auto& table : profile_.tables) {
        const bool named = request_.wanted.names(table.operation, setting.backend, table.precision);
        if (table.setting == setting.id && named) add_job(one, table, limits, jobs);
      }
      settings.push_back(std::move(one));
    }
    if (jobs.empty()) return;
    listener_.on_plan(fmt::format("{} threads, {} caches", condition.threads, caches_of(condition)), jobs.size(),
                      shape_count(jobs));
    progress_observer observer(listener_);
    const measure::throttling_watch quota(machine_.files());
    const stage_measurement done = measure_shapes(
        jobs, {.condition = condition, .time_budget_s = request_.time_budget_s, .seed = request_.wanted.seed}, machine_,
        stop_, observer);
    if (const auto throttled = quota.so_far(); throttled.any()) listener_.on_warning(throttling_text(throttled));
    for (const measured_job& one : done.jobs) keep(one);
  }

  // Without kernels where this machine does not have the setting.
  reproduced_setting reproduce(const profile_io::setting_data& setting) {
    for (auto& backend : request_.backends()) {
      const kernels::backend_info info = backend->info();
      if (info.name != setting.backend) continue;
      if (setting.threads > machine_.choice().cores) {
        listener_.on_warning(fmt::format("{} left out: it takes {}, and {}", setting.id,
                                         counted(setting.threads, "thread"), what_may_be_used(machine_)));
        return {};
      }
      if (info.version != setting.version) {
        listener_.on_warning(fmt::format("{} was measured with {} {}, here is {}", setting.id, info.name,
                                         setting.version, info.version));
      }
      try {
        backend->set_threads(setting.threads);
      } catch (const std::invalid_argument& refusal) {
        listener_.on_warning(fmt::format("{} left out: {}", setting.id, refusal.what()));
        return {};
      }
      auto kernels = backend->kernels();
      return {std::move(backend), std::move(kernels)};
    }
    listener_.on_warning(fmt::format("{}: no backend {} here", setting.id, setting.backend));
    return {};
  }

  void add_job(const reproduced_setting& setting, const profile_io::table_data& table, const shape_limits& limits,
               std::vector<job>& jobs) {
    const auto kernel = std::find_if(setting.kernels.begin(), setting.kernels.end(), [&](const auto& one) {
      return one->operation() == table.operation && one->precision() == table.precision;
    });
    if (kernel == setting.kernels.end()) {
      if (!setting.kernels.empty()) {
        listener_.on_warning(fmt::format("{} {} {}: no kernel for it here", table.setting, table.operation,
                                         facts(table.precision).name));
      }
      return;
    }
    job one;
    one.kernel = kernel->get();
    one.setting = table.setting;
    (table.fitted ? one.range : one.knots) = table.axes;
    one.half_width = half_width;
    one.limits = limits_of_shapes(table.axes, limits);
    one.shapes = request_.shapes(table, one.affordable());
    const auto too_large = std::erase_if(
        one.shapes, [&](const plan::shape& dims) { return one.kernel->memory_bytes(dims) > limits.memory_bytes; });
    if (too_large > 0) {
      listener_.on_warning(fmt::format("{}: {} shapes left out, as they need more than {} MiB", label(id_of(one)),
                                       too_large, limits.memory_bytes >> 20U));
    }
    if (one.shapes.empty()) return;
    if (const std::string fault = verify(one, request_.wanted.seed); !fault.empty()) {
      listener_.on_warning(fmt::format("{} left out: {}", label(id_of(one)), fault));
      return;
    }
    jobs.push_back(std::move(one));
  }

  void keep(const measured_job& one) {
    std::size_t measured = 0;
    for (const measure::result& result : one.results) {
      if (result.ended == measure::series_end::failed)
        listener_.on_warning(result.label + " left out: " + result.message);
      if (result.has_data()) ++measured;
    }
    fresh_measurements found{.table = id_of(one.plan), .shapes = measurement_set_of(one).shapes};
    if (found.shapes.size() < measured) {
      listener_.on_warning(
          fmt::format("{}: {} of {} shapes left out, as something disturbed every sample of theirs; "
                      "a longer --time-budget or a quieter machine measures them, too",
                      label(found.table), measured - found.shapes.size(), measured));
    }
    if (!found.shapes.empty()) found_.push_back(std::move(found));
  }

  const profile_io::profile_data& profile_;
  const validation_request& request_;
  host& machine_;
  const std::atomic<bool>& stop_;
  listener& listener_;
  std::vector<fresh_measurements> found_;
};

}  // namespace

std::vector<fresh_measurements> measure_fresh(const profile_io::profile_data& profile,
                                              const validation_request& request, host& machine,
                                              const std::atomic<bool>& stop, listener& listener) {
  return validation_run(profile, request, machine, stop, listener).finish();
}

}  // namespace calib::calibration
