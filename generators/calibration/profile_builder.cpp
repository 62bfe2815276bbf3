#include "calibration/profile_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>

#include "calibration/default_setting.hpp"
#include "calibration/history.hpp"
#include "calibration/limit_warnings.hpp"
#include "calibration/peaks.hpp"
#include "calibration/utf8.hpp"
#include "fit/fits_at_once.hpp"
#include "fit/one_blas_thread.hpp"
#include "fit/parallel.hpp"
#include "measure/grade.hpp"
#include "runtime/as_loaded.hpp"

namespace calib::calibration {
namespace {

std::map<std::string, std::string> environment_of(const measure::environment& seen, const selection& wanted) {
  return {
      {"compiler", seen.compiler},
      {"compiler_flags", seen.compiler_flags},
      {"counters", seen.counters_available ? "available" : seen.counters_reason},
      {"flush_to_zero", seen.denormals.flush_results ? "yes" : "no"},
      {"denormals_are_zero", seen.denormals.zero_operands ? "yes" : "no"},
      {"governor", seen.governor},
      {"kernel", seen.kernel},
      {"os", seen.os},
      {"seed", fmt::format("{}", wanted.seed)},
      {"topology", seen.machine.source},
      {"effort", effort_name(wanted.effort)},
  };
}

std::string canary_text(const measure::canary_change& change) {
  return fmt::format("clock {:.1f} %, fma {:.1f} %, cache {:.1f} %, dram {:.1f} %", 100 * change.clock,
                     100 * change.fma_cycles, 100 * change.cache, 100 * change.dram);
}

std::string too_few_shapes(const measured_job& one) {
  std::string reason = "too few of its shapes were measured";
  const auto failed = std::find_if(one.results.begin(), one.results.end(),
                                   [](const auto& result) { return result.ended == measure::series_end::failed; });
  if (failed != one.results.end()) reason += fmt::format("; {}: {}", failed->label, failed->message);
  return reason;
}

}  // namespace

profile_builder::profile_builder(const request& request, host& machine, const std::atomic<bool>& stop,
                                 listener& listener)
    : request_(request), machine_(machine), stop_(stop), listener_(listener) {
  profile_.id = request.id;
  profile_.machine = machine.describe();
  profile_.measured_on = machine.describe_part();
  profile_.name = request.name.empty() ? profile_.machine.cpu : request.name;
  profile_.created = machine.environment().date_utc;
  profile_.environment = environment_of(machine.environment(), request.wanted);
}

void profile_builder::add_setting(const setting_plan& plan) {
  profile_io::setting_data setting;
  setting.id = plan.id;
  setting.backend = plan.info.name;
  setting.version = plan.info.version;
  setting.threads = plan.condition.threads;
  setting.cache = plan.condition.cache;
  setting.company_bytes = plan.condition.company_bytes;
  setting.core_kind = plan.core_kind;
  setting.details = plan.info.details;
  setting.absorbs = plan.backend->absorbs();
  profile_.settings.push_back(std::move(setting));
}

void profile_builder::leave_out(const table_id& table, std::string reason) {
  listener_.on_warning(fmt::format("{} left out: {}", label(table), reason));
  profile_.left_out.push_back({.operation = table.operation,
                               .precision = table.precision,
                               .setting = table.setting,
                               .reason = in_utf8(std::move(reason))});
}

void profile_builder::add_tables(const condition& condition, const stage_measurement& measured, time_parts& parts) {
  const std::vector<measured_job>& jobs = measured.jobs;
  std::vector<built_table> built(jobs.size());
  {
    const time_parts::timer timer(parts, "making tables");
    const auto options_now = [&] {
      return table_options{.counters_available = machine_.environment().counters_available,
                           .quota_throttled = measured.throttled.any(),
                           .in_company = condition.cache == cache_state::network,
                           .cross_validated = !stop_,
                           .seed = request_.wanted.seed};
    };
    const fit::one_blas_thread each;
    std::mutex one_at_a_time;
    std::size_t done = 0;
    fit::for_each_index(jobs.size(), threads_to_fit(), [&](std::size_t i) {
      built[i] = table_from(jobs[i], measured.rounds, options_now());
      const std::scoped_lock lock(one_at_a_time);
      listener_.on_table(++done, jobs.size());
    });
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    for (const measure::result& result : jobs[i].results) parts.add(label(id_of(jobs[i].plan)), result.timed_s);
    add_table(jobs[i], std::move(built[i]));
  }
  profile_.measured.clock_hz = measured.sustained_clock_hz;
  profile_.environment["canary_changes_" + name_of(condition)] = canary_text(measure::change_over(measured.rounds));
  if (measured.throttled.any()) note_throttling(condition, measured.throttled);
}

void profile_builder::add_history(const condition& condition, std::span<const measure::round_record> rounds,
                                  std::size_t conditions) {
  const std::size_t most = history_points(conditions);
  if (rounds.empty() || most == 0) return;
  profile_.history.push_back(history_of(name_of(condition), rounds, most));
}

unsigned profile_builder::threads_to_fit() {
  const unsigned wanted = machine_.cores(), threads = fit::fits_at_once(wanted);
  if (threads < wanted) {
    listener_.on_warning(
        fmt::format("tables are made on {} instead of {}, as the address space has no room for more: "
                    "raise its limit (ulimit -v) to be done sooner",
                    counted(threads, "thread"), wanted));
  }
  return threads;
}

void profile_builder::note_throttling(const condition& condition, const measure::group_throttling& throttled) {
  const std::string text = throttling_text(throttled);
  profile_.environment["quota_throttling_" + name_of(condition)] = text;
  listener_.on_warning(fmt::format("{} while {} was measured with {} caches; tables have the flag {}", text,
                                   counted(condition.threads, "thread"), caches_of(condition),
                                   name(measure::quality_flag::quota_throttled)));
}

void profile_builder::add_table(const measured_job& one, built_table built) {
  for (const measure::result& result : one.results) {
    if (result.ended == measure::series_end::failed) {
      listener_.on_warning(result.label + " left out: " + result.message);
    }
  }
  if (built.table.latency_s.empty()) return leave_out(id_of(one.plan), too_few_shapes(one));
  built.table.source.name = "measured by calib";
  tables_.push_back(std::move(built));
}

profile_io::profile_data profile_builder::finish() && {
  std::erase_if(profile_.settings, [&](const profile_io::setting_data& setting) {
    return std::none_of(tables_.begin(), tables_.end(),
                        [&](const built_table& built) { return built.table.setting == setting.id; });
  });
  for (const built_table& built : tables_) profile_.tables.push_back(built.table);
  profile_.default_setting = default_setting_of(profile_);
  fill_in_peaks(profile_, request_, machine_);
  if (tables_.empty()) return std::move(profile_);

  const loaded_profile predictions = as_loaded(profile_);
  profile_.tables.clear();
  for (built_table& built : tables_) {
    add_error(built, predictions);
    profile_.tables.push_back(std::move(built.table));
  }
  return std::move(profile_);
}

}  // namespace calib::calibration
