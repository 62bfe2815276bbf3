#include "calibration/calibrate.hpp"

#include <utility>
#include <vector>

#include "calibration/kernel_check.hpp"
#include "calibration/limit_warnings.hpp"
#include "calibration/planned_tables.hpp"
#include "calibration/profile_builder.hpp"
#include "calibration/run_identity.hpp"
#include "calibration/setting_plan.hpp"
#include "calibration/stage_runner.hpp"
#include "calibration/time_parts.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

/// Its measurements refer to the kernels of its settings.
struct measured_stage {
  calibration::condition condition;
  std::vector<setting_plan> settings;
  stage_measurement measured;
};

class calibration_run {
 public:
  calibration_run(const request& request, host& machine, const std::atomic<bool>& stop, listener& listener,
                  std::optional<checkpoint> earlier)
      : request_(request),
        machine_(machine),
        stop_(stop),
        listener_(listener),
        checks_(request.wanted.seed, listener),
        runner_(request, machine, stop, listener),
        builder_(request, machine, stop, listener),
        parts_(machine.clock()) {
    auto identity = identity_of(request, machine);
    if (earlier) {
      require_same(earlier->identity, identity);
      work_ = *std::move(earlier);
    }
    work_.identity = std::move(identity);
    for (const fault& one : request.faults) {
      if (work_.fault_of(one.table) == nullptr) work_.faults.push_back(one);
    }
  }

  calibration_result finish() {
    if (request_.launch == 0) warn_of_machine();  // the first launch says it for all
    for (const unsigned threads : request_.threads) {
      for (const condition& one : request_.conditions(threads)) measure(one);
    }
    if (request_.launch + 1 < request_.launches && !stop_ && !stages_.empty()) {
      return {.profile = {}, .to_be_continued = true, .work = std::move(work_), .parts_s = parts_.seconds()};
    }
    for (const measured_stage& one : stages_) {
      builder_.add_tables(one.condition, one.measured, parts_);
      builder_.add_history(one.condition, one.measured.rounds, stages_.size());
    }
    if (!builder_.has_tables() && !stop_) {
      throw usage_error(builder_.has_settings() ? "no table could be measured; the warnings above say why"
                                                : nothing_to_measure);
    }
    return {.profile = std::move(builder_).finish(),
            .interrupted = stop_,
            .work = std::move(work_),
            .parts_s = parts_.seconds()};
  }

 private:
  void warn_of_machine() {
    for (const std::string& sentence : machine_.missing()) listener_.on_warning(sentence);
    for (const std::string& sentence : limit_warnings(machine_, request_.threads)) listener_.on_warning(sentence);
    for (const auto& warning : machine_.warnings()) listener_.on_warning(warning.text + "; " + warning.remedy);
  }

  // One thread runs all settings in turns. Of several, those of one library still spin for a while when the next one
  // runs, and take its cores: then each setting is measured by itself.
  void measure(condition condition) {
    const double budget_s = request_.launch_budget_s(condition);
    if (condition.threads == 1) return measure_stage(condition, budget_s);
    std::vector<std::string> backends;
    const shape_limits limits = limits_of(request_.budget_s(condition), machine_, condition.threads);
    for (const setting_plan& plan : plan_settings(request_, condition, limits, machine_, listener_)) {
      backends.push_back(plan.info.name);
    }
    for (const std::string& backend : backends) {
      condition.backend = backend;
      measure_stage(condition, budget_s / static_cast<double>(backends.size()));
    }
  }

  void measure_stage(const condition& condition, double budget_s) {
    if (stop_) return;
    stage& now = stage_of(condition);
    std::vector<setting_plan> settings = plan_settings(request_, condition, now.limits, machine_, listener_);
    std::vector<job> jobs;
    std::string names;
    for (setting_plan& setting : settings) {
      builder_.add_setting(setting);
      names += (names.empty() ? "" : ", ") + setting.id;
      for (job& one : setting.jobs) {
        if (measurable(one, now)) jobs.push_back(std::move(one));
      }
    }
    if (jobs.empty()) return;
    // A backend that times itself is by itself in its stage.
    kernels::backend* const first = settings.front().backend.get();
    kernels::backend* const timed_by = first->times_itself() ? first : nullptr;
    stage_measurement measured = runner_.run(std::move(jobs), names, work_, now, budget_s, timed_by);
    stages_.push_back({condition, std::move(settings), std::move(measured)});
  }

  stage& stage_of(const condition& condition) {
    if (stage* begun = work_.find(condition)) return *begun;
    const shape_limits limits = limits_of(request_.budget_s(condition), machine_, condition.threads);
    work_.stages.push_back({.condition = condition, .limits = limits, .rounds = {}, .tables = {}});
    return work_.stages.back();
  }

  // Else the table is left out.
  bool measurable(const job& one, const stage& now) {
    const table_id table = id_of(one);
    if (const fault* const found = work_.fault_of(table)) {
      builder_.leave_out(table, found->reason);
      return false;
    }
    if (record_of(now, one) != nullptr) return true;  // it was verified before it was measured
    const time_parts::timer timer(parts_, "verifying kernels");
    const unsigned threads = now.condition.threads;
    const std::string fault = checks_.fault_of(one, threads, call_limit(request_, machine_, threads));
    if (!fault.empty()) builder_.leave_out(table, fault);
    return fault.empty();
  }

  const request& request_;
  host& machine_;
  const std::atomic<bool>& stop_;
  listener& listener_;
  kernel_check checks_;
  stage_runner runner_;
  profile_builder builder_;
  time_parts parts_;
  checkpoint work_;
  std::vector<measured_stage> stages_;
};

}  // namespace

calibration_result calibrate(const request& request, host& machine, const std::atomic<bool>& stop, listener& listener,
                             std::optional<checkpoint> earlier) {
  require_known(request);
  return calibration_run(request, machine, stop, listener, std::move(earlier)).finish();
}

}  // namespace calib::calibration
