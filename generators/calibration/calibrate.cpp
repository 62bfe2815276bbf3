#include "calibration/calibrate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "calibration/circumstances.hpp"
#include "calibration/measured_set.hpp"
#include "calibration/measuring.hpp"
#include "calibration/parallel.hpp"
#include "calibration/peaks.hpp"
#include "calibration/recorder.hpp"
#include "calibration/refine.hpp"
#include "calibration/setting_plan.hpp"
#include "calibration/tables.hpp"
#include "measure/grade.hpp"
#include "usage_error.hpp"

namespace calib::calibration {
namespace {

// A visit of a shape (operands, warm-up, a sample) that takes longer than both of these hangs. Plain loops reach a
// hundredth of the peak and more; a busy machine and lazily loaded libraries take seconds, not half a minute.
constexpr double shortest_limit_s = 30, patience = 100;
// Time for fewer shapes than this share of those measured is not worth another pass.
constexpr double worth_adding = 0.02;
// Memory slower than any of today's, as one core sees it.
constexpr double slow_memory = 10e9;

constexpr const char* nothing_to_measure =
    "nothing to measure: no backend here offers these operations in these precisions with these threads; "
    "`calib run --list` shows what there is";

void require_known(const request& what) {
  std::vector<std::unique_ptr<kernels::kernel>> offered;
  for (const auto& backend : what.backends()) {
    for (auto& kernel : backend->kernels()) offered.push_back(std::move(kernel));
  }
  require_known(what.wanted, offered);
}

/// Adds the time between its beginning and its end.
class part_timer {
 public:
  part_timer(measure::clock_source& clock, double& seconds)
      : clock_(clock), seconds_(seconds), begin_ns_(clock.now_ns()) {}
  ~part_timer() { seconds_ += measure::seconds_between(begin_ns_, clock_.now_ns()); }
  part_timer(const part_timer&) = delete;
  part_timer& operator=(const part_timer&) = delete;

 private:
  measure::clock_source& clock_;
  double& seconds_;
  std::int64_t begin_ns_;
};

class calibration_run {
 public:
  calibration_run(const request& what, host& machine, const std::atomic<bool>& stop, listener& told,
                  std::optional<checkpoint> earlier)
      : what_(what), machine_(machine), stop_(stop), told_(told) {
    auto circumstances = circumstances_of(what, machine);
    if (earlier) {
      require_same(earlier->circumstances, circumstances);
      work_ = *std::move(earlier);
    }
    work_.circumstances = std::move(circumstances);
    for (const fault& one : what.faults) {
      if (fault_of(one.table) == nullptr) work_.faults.push_back(one);
    }
  }

  outcome finish() {
    describe_machine();
    for (const unsigned threads : what_.threads) {
      for (const cache_state cache : what_.caches) {
        measure_under({.threads = threads, .cache = cache, .backend = {}});
      }
    }
    const bool measured =
        std::any_of(work_.stages.begin(), work_.stages.end(), [](const stage& one) { return !one.tables.empty(); });
    if (to_be_continued() && measured)
      return {.profile = {}, .to_be_continued = true, .work = std::move(work_), .parts_s = std::move(parts_s_)};
    if (profile_.tables.empty() && !stop_) {
      throw usage_error(planned_ == 0 ? nothing_to_measure : "no table could be measured; the warnings above say why");
    }
    drop_settings_without_tables();
    fill_in_peaks(profile_, what_, machine_);
    add_errors(profile_, held_out_);
    return {
        .profile = std::move(profile_), .interrupted = stop_, .work = std::move(work_), .parts_s = std::move(parts_s_)};
  }

 private:
  bool to_be_continued() const { return what_.launch + 1 < what_.launches && !stop_; }

  void describe_machine() {
    profile_.id = what_.id;
    profile_.machine = machine_.describe();
    profile_.name = what_.name.empty() ? profile_.machine.cpu : what_.name;
    const measure::environment& seen = machine_.environment();
    profile_.created = seen.date_utc;
    profile_.environment = {
        {"compiler", seen.compiler},
        {"compiler_flags", seen.compiler_flags},
        {"counters", seen.counters_available ? "available" : seen.counters_reason},
        {"flush_to_zero", seen.denormals.flush_results ? "yes" : "no"},
        {"denormals_are_zero", seen.denormals.zero_operands ? "yes" : "no"},
        {"governor", seen.governor},
        {"kernel", seen.kernel},
        {"os", seen.os},
        {"seed", fmt::format("{}", what_.wanted.seed)},
        {"topology", seen.machine.source},
        {"effort", effort_name(what_.wanted.effort)},
    };
    if (what_.launch > 0) return;  // the first has said it
    for (const std::string& sentence : machine_.missing()) told_.on_warning(sentence);
    for (const auto& warning : machine_.warnings()) told_.on_warning(warning.text + "; " + warning.remedy);
  }

  // One thread runs all settings in turns. Of several, those of one library still spin for a while when the next one
  // runs, and take its cores: then each setting is measured by itself.
  void measure_under(condition how) {
    if (how.threads == 1) return measure_stage(how, what_.launch_budget_s());
    std::vector<std::string> backends;
    const limits most = limits_of(what_.budget_s(), machine_, how.threads);
    for (const setting_plan& plan : plan_settings(what_, how, most, machine_, told_)) {
      backends.push_back(plan.info.name);
    }
    for (const std::string& backend : backends) {
      how.backend = backend;
      measure_stage(how, what_.launch_budget_s() / static_cast<double>(backends.size()));
    }
  }

  void measure_stage(const condition& how, double budget_s) {
    if (stop_) return;
    stage& now = stage_of(how);
    std::vector<setting_plan> plans = plan_settings(what_, how, now.most, machine_, told_);
    std::vector<job> jobs;
    std::string settings;
    for (setting_plan& plan : plans) {
      add_setting(plan);
      settings += (settings.empty() ? "" : ", ") + plan.id;
      planned_ += plan.jobs.size();
      for (job& one : plan.jobs) {
        const bool verified = record_of(now, one) != nullptr;  // before it was measured
        if (!faulty(one) && (verified || sound(one, how.threads))) jobs.push_back(std::move(one));
      }
    }
    if (!jobs.empty()) measure_jobs(std::move(jobs), settings, now, budget_s);
  }

  stage& stage_of(const condition& how) {
    if (stage* begun = work_.find(how)) return *begun;
    const limits most = limits_of(what_.budget_s(), machine_, how.threads);
    work_.stages.push_back({.how = how, .most = most, .rounds = {}, .tables = {}});
    return work_.stages.back();
  }

  void add_setting(const setting_plan& plan) {
    profile_io::setting_data setting;
    setting.id = plan.id;
    setting.backend = plan.info.name;
    setting.version = plan.info.version;
    setting.threads = plan.how.threads;
    setting.cache = plan.how.cache;
    setting.details = plan.info.details;
    profile_.settings.push_back(std::move(setting));
  }

  const fault* fault_of(const table_id& table) const {
    const auto found =
        std::find_if(work_.faults.begin(), work_.faults.end(), [&](const fault& one) { return one.table == table; });
    return found == work_.faults.end() ? nullptr : &*found;
  }

  bool faulty(const job& one) {
    const fault* found = fault_of(id_of(one));
    if (found == nullptr) return false;
    told_.on_warning(fmt::format("{} left out: {}", label(found->table), found->reason));
    return true;
  }

  // Seconds after which a shape is taken to hang.
  double limit_s(const job& one, const plan::shape& dims, unsigned threads) {
    if (what_.call_timeout_s > 0) return what_.call_timeout_s;
    machine_peaks modest = machine_.arithmetic_peaks(threads);
    modest.bandwidth_bytes_per_s = slow_memory;
    const double likely_s = roofline(one.kernel->work(dims), modest, one.kernel->precision()).time().count();
    return std::max(shortest_limit_s, patience * likely_s);
  }

  bool sound(const job& one, unsigned threads) {
    const std::string work = fmt::format("{} {} {} on {}", one.kernel->backend(), one.kernel->operation(),
                                         facts(one.kernel->precision()).name, threads);
    if (verified_.contains(work)) return true;  // with caches in another state
    const part_timer timer(machine_.clock(), parts_s_["verifying kernels"]);
    std::string fault;
    told_.on_enter(id_of(one),
                   fmt::format("{} {}, being verified", one.kernel->operation(), facts(one.kernel->precision()).name),
                   limit_s(one, one.shapes.front(), threads));
    try {
      fault = verify(one, what_.wanted.seed);
    } catch (const std::exception& problem) {
      fault = problem.what();
    } catch (...) {
      fault = "threw something that is not a std::exception";
    }
    told_.on_leave();
    if (fault.empty()) {
      verified_.insert(work);
      return true;
    }
    told_.on_warning(fmt::format("{} {} left out: {}", one.setting, one.kernel->operation(), fault));
    return false;
  }

  void measure_jobs(std::vector<job> jobs, const std::string& settings, stage& now, double budget_s) {
    add_refinements(now, jobs);
    told_.on_plan(settings, jobs.size(), shapes_of(jobs));
    // While time is left, it goes where predictions are worst; in the end, to the shapes that have not converged.
    bool growing = true;
    measure::run_result done = measured(jobs, now, budget_s, growing);
    while (growing && done.ended == measure::run_end::enough_ended) {
      growing = refined(jobs, done, budget_s);
      if (growing) told_.on_plan(settings, jobs.size(), shapes_of(jobs));
      done = measured(jobs, now, budget_s, growing);
    }
    if (to_be_continued()) return;
    const auto results = results_of(jobs, done.results);
    std::vector<profile_io::table_data> tables = tables_from(jobs, results, done.state.rounds);
    for (std::size_t i = 0; i < jobs.size(); ++i) keep(jobs[i], results[i], std::move(tables[i]));
    profile_.measured.clock_hz = done.sustained_clock_hz;
    record_canaries(now.how, measure::change_over(done.state.rounds));
  }

  // Adds shapes where there is time for some; whether any were.
  bool refined(std::vector<job>& jobs, const measure::run_result& done, double budget_s) {
    const double room = (budget_s - done.state.elapsed_s) / done.state.elapsed_s;
    return room >= worth_adding && refine(jobs, done.results, room, what_.wanted.seed, machine_.cores()) > 0;
  }

  static std::size_t shapes_of(const std::vector<job>& jobs) {
    std::size_t sum = 0;
    for (const job& one : jobs) sum += one.shapes.size();
    return sum;
  }

  measure::run_result measured(const std::vector<job>& jobs, stage& now, double budget_s, bool growing) {
    std::vector<double> limits_s;
    for (const job& one : jobs) {
      for (const plan::shape& dims : one.shapes) limits_s.push_back(limit_s(one, dims, now.how.threads));
    }
    recorder watcher(told_, work_, now, jobs, std::move(limits_s));
    return measure_shapes(jobs,
                          {.how = now.how,
                           .time_budget_s = budget_s,
                           .growing = growing,
                           .seed = what_.wanted.seed,
                           .launch = what_.launch},
                          machine_, stop_, watcher, state_for(now, jobs));
  }

  void record_canaries(const condition& how, const measure::canary_change& change) {
    profile_.environment[fmt::format("canary_changes_{}t_{}", how.threads, name(how.cache))] =
        fmt::format("clock {:.1f} %, fma {:.1f} %, cache {:.1f} %, dram {:.1f} %", 100 * change.clock,
                    100 * change.fma_cycles, 100 * change.cache, 100 * change.dram);
  }

  std::vector<profile_io::table_data> tables_from(const std::vector<job>& jobs,
                                                  const std::vector<std::span<const measure::result>>& results,
                                                  std::span<const measure::round_record> rounds) {
    const part_timer timer(machine_.clock(), parts_s_["making tables"]);
    const table_options options{.counters_available = machine_.environment().counters_available,
                                .seed = what_.wanted.seed};
    std::vector<profile_io::table_data> tables(jobs.size());
    for_each_index(jobs.size(), machine_.cores(),
                   [&](std::size_t i) { tables[i] = table_from(jobs[i], results[i], rounds, options); });
    return tables;
  }

  void keep(const job& one, std::span<const measure::result> results, profile_io::table_data table) {
    for (const measure::result& result : results) {
      if (result.ended == measure::series_end::failed) told_.on_warning(result.label + " left out: " + result.message);
    }
    for (const measure::result& result : results) parts_s_[label(id_of(one))] += result.timed_s;
    if (table.latency_s.empty()) {
      told_.on_warning(
          fmt::format("{} {} left out: too few of its shapes were measured", one.setting, one.kernel->operation()));
      return;
    }
    table.source.name = "measured by calib";
    profile_.tables.push_back(std::move(table));
    held_out_.push_back(held_out_points(one, results));
  }

  void drop_settings_without_tables() {
    std::erase_if(profile_.settings, [&](const profile_io::setting_data& setting) {
      return std::none_of(profile_.tables.begin(), profile_.tables.end(),
                          [&](const profile_io::table_data& table) { return table.setting == setting.id; });
    });
    if (!profile_.settings.empty()) profile_.default_setting = profile_.settings.front().id;
  }

  const request& what_;
  host& machine_;
  const std::atomic<bool>& stop_;
  listener& told_;
  checkpoint work_;
  profile_io::profile_data profile_;
  std::vector<std::vector<held_out_point>> held_out_;
  std::set<std::string> verified_;
  std::map<std::string, double> parts_s_;
  std::size_t planned_ = 0;
};

planned_table planned(const job& one, const machine_peaks& peaks) {
  planned_table table{.setting = one.setting,
                      .operation = std::string(one.kernel->operation()),
                      .precision = one.kernel->precision(),
                      .shapes = one.shapes.size()};
  for (const plan::shape& dims : one.shapes) {
    const double least_s = roofline(one.kernel->work(dims), peaks, table.precision).time().count();
    table.least_pass_s += std::max(least_s, measure::measure_options{}.min_sample_s);
    table.largest_bytes = std::max(table.largest_bytes, one.kernel->memory_bytes(dims));
  }
  return table;
}

}  // namespace

std::vector<planned_table> planned_tables(const request& what, host& machine, listener& told) {
  require_known(what);
  std::vector<planned_table> tables;
  for (const unsigned threads : what.threads) {
    const machine_peaks peaks = machine.arithmetic_peaks(threads);
    const limits most = limits_of(what.budget_s(), machine, threads);
    for (const cache_state cache : what.caches) {
      const condition how{.threads = threads, .cache = cache, .backend = {}};
      for (const setting_plan& setting : plan_settings(what, how, most, machine, told)) {
        for (const job& one : setting.jobs) tables.push_back(planned(one, peaks));
      }
    }
  }
  if (tables.empty()) throw usage_error(nothing_to_measure);
  return tables;
}

outcome calibrate(const request& what, host& machine, const std::atomic<bool>& stop, listener& told,
                  std::optional<checkpoint> earlier) {
  require_known(what);
  return calibration_run(what, machine, stop, told, std::move(earlier)).finish();
}

}  // namespace calib::calibration
