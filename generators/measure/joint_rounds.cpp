#include "measure/joint_rounds.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "measure/allotment.hpp"
#include "measure/company.hpp"
#include "measure/conclusion.hpp"
#include "measure/series_set.hpp"
#include "measure/shuffle.hpp"

namespace calib::measure {
namespace {

class joint_run {
 public:
  joint_run(std::span<const workload* const> workloads, joint_execution& together, const sensors& tools,
            const measure_options& options, const std::atomic<bool>& stop, observer& watcher, run_state earlier)
      : workloads_(workloads),
        together_(together),
        tools_(tools),
        options_(options),
        stop_(stop),
        watcher_(watcher),
        series_(workloads, options, std::move(earlier.series)),
        bits_(options.seed + earlier.rounds.size()),
        begin_ns_(tools.clock.now_ns()),
        earlier_s_(earlier.elapsed_s),
        rounds_(std::move(earlier.rounds)) {}

  [[nodiscard]] run_result finish_all() {
    while (!halted() && !series_.enough_ended()) {
      const std::vector<std::size_t> order = next_visits(series_.standings([](const series&) { return true; }));
      if (order.empty() || !one_round(order)) {
        break;
      }
    }
    return conclude(series_, rounds_, elapsed_s(), options_, stop_);
  }

 private:
  [[nodiscard]] double elapsed_s() { return earlier_s_ + seconds_between(begin_ns_, tools_.clock.now_ns()); }

  [[nodiscard]] bool halted() { return stop_ || elapsed_s() >= options_.time_budget_s; }

  // Whether it had any sample, or found a workload that has none: else the next one would be the same.
  [[nodiscard]] bool one_round(std::vector<std::size_t> order) {
    record_ = {};
    record_.start = tools_.machine.read();
    const double begin_s = elapsed_s();
    const std::size_t ended = series_.ended();
    shuffle(std::span(order), bits_);
    order = one_of_each_table_first(order, options_.tables);
    const auto bytes_of = [this](std::size_t index) { return workloads_[index]->working_set_bytes(); };
    std::vector<std::size_t> rest = series_.others_than(order);
    shuffle(std::span(rest), bits_);
    for (const company& one : companies(order, rest, bytes_of, options_.company_bytes)) {
      if (halted()) {
        break;
      }
      std::vector<std::size_t> all = one.members;
      all.insert(all.end(), one.others.begin(), one.others.end());
      execute(all);
      offer_state();
    }
    record_.seconds = elapsed_s() - begin_s;
    record_.end = tools_.machine.read();
    rounds_.push_back(record_);
    return record_.samples > 0 || series_.ended() > ended;
  }

  void execute(std::span<const std::size_t> all) {
    const core_reading before = tools_.core.look();
    std::vector<joint_series> done;
    try {
      done = together_.run(all, options_.passes_per_group, bits_.next() % seeds);
    } catch (const std::exception& problem) {
      return divide(all, problem.what());
    }
    const core_reading after = tools_.core.look();
    sample alike;
    alike.round = rounds_.size();
    alike.launch = options_.launch;
    alike.clock_hz = tools_.machine.clock_hz();
    alike.seen.shared_before = before.shared;
    alike.seen.shared_after = after.shared;
    const bool shared = std::max(before.shared, after.shared) > options_.limits.core_shared;
    alike.reason = shared ? rejection::core_shared : rejection::none;
    for (std::size_t at = 0; at < all.size(); ++at) {
      keep(all[at], done.at(at), alike);
    }
  }

  // The one that fails does so by itself; the others are in smaller companies this once.
  void divide(std::span<const std::size_t> all, const std::string& problem) {
    if (all.size() == 1) {
      return series_[all.front()].fail(problem);
    }
    for (const auto half : {all.first(all.size() / 2), all.subspan(all.size() / 2)}) {
      if (!halted()) {
        execute(half);
      }
    }
  }

  // `taken` has what the samples of a company have in common.
  void keep(std::size_t index, const joint_series& seen, sample taken) {
    series& one = series_[index];
    if (!seen.refusal.empty()) {
      return one.fail(seen.refusal);
    }
    for (const double latency_s : seen.latency_s) {
      if (one.ended() || !(latency_s >= 0)) {
        return;
      }
      // What is too fast for the engine's clock still took some time.
      const double wall_s = std::max(latency_s, least_s);
      if (!one.has_batch()) {
        one.set_batch({.calls = 1, .seconds_per_call = wall_s});
      }
      taken.wall_s = wall_s;
      taken.seen.wall_s = wall_s;
      series_.add(index, taken);
      ++record_.samples;
      record_.rejected += taken.accepted() ? 0 : 1;
      watcher_.on_sample(series_.progress_at(index, rounds_.size(), elapsed_s()), taken);
    }
  }

  void offer_state() {
    rounds_.push_back(record_);
    rounds_.back().end = record_.start;
    watcher_.on_checkpoint({.all = series_.all(), .rounds = rounds_, .elapsed_s = elapsed_s()});
    rounds_.pop_back();
  }

  // Engines are told small numbers: not all languages have larger whole ones.
  static constexpr std::uint64_t seeds = 997;
  // A call of nothing takes as long as a function's.
  static constexpr double least_s = 1e-9;

  std::span<const workload* const> workloads_;
  joint_execution& together_;
  const sensors& tools_;
  const measure_options& options_;
  const std::atomic<bool>& stop_;
  observer& watcher_;
  series_set series_;
  random_bits bits_;
  std::int64_t begin_ns_;
  double earlier_s_;
  std::vector<round_record> rounds_;
  round_record record_;
};

}  // namespace

run_result run_jointly(std::span<const workload* const> workloads, joint_execution& together, const sensors& tools,
                       const measure_options& options, const std::atomic<bool>& stop, observer& watcher,
                       run_state earlier) {
  require_possible(workloads.size(), options, earlier);
  return joint_run(workloads, together, tools, options, stop, watcher, std::move(earlier)).finish_all();
}

}  // namespace calib::measure
