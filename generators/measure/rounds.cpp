#include "measure/rounds.hpp"

#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "measure/allotment.hpp"
#include "measure/company.hpp"
#include "measure/conclusion.hpp"
#include "measure/error.hpp"
#include "measure/residency.hpp"
#include "measure/sampler.hpp"
#include "measure/series_set.hpp"
#include "measure/shuffle.hpp"

namespace calib::measure {
namespace {

// Of a company, so many calls are judged together, as long as they take less than canaries can tell about.
constexpr std::size_t most_calls_of_a_group = 16;
constexpr double longest_group_s = 1e-3;

// Tells the observer of the end of a visit however it ends.
class visit_announcement {
 public:
  visit_announcement(observer& watcher, std::size_t workload) : watcher_(watcher), workload_(workload) {
    watcher_.on_enter(workload_);
  }
  ~visit_announcement() { watcher_.on_leave(workload_); }
  visit_announcement(const visit_announcement&) = delete;
  visit_announcement& operator=(const visit_announcement&) = delete;

 private:
  observer& watcher_;
  std::size_t workload_;
};

class run {
 public:
  run(std::span<const workload* const> workloads, const sensors& tools, const measure_options& options,
      const std::atomic<bool>& stop, observer& watcher, run_state earlier)
      : workloads_(workloads),
        tools_(tools),
        options_(options),
        stop_(stop),
        watcher_(watcher),
        series_(workloads, options, std::move(earlier.series)),
        resident_(workloads, options.memory_budget_bytes, options.seed),
        bits_(options.seed + earlier.rounds.size()),  // further rounds have further orders
        sampler_(tools, options, bits_.next()),
        begin_ns_(tools.clock.now_ns()),
        earlier_s_(earlier.elapsed_s),
        rounds_(std::move(earlier.rounds)),
        last_checkpoint_s_(-options.checkpoints.after_round_s) {  // the first round is kept however short
    for (std::size_t index = 0; index < workloads.size(); ++index) {
      if (!resident_.can_hold(index)) {
        series_[index].fail("needs " + std::to_string(workloads[index]->working_set_bytes()) + " bytes of " +
                            std::to_string(options.memory_budget_bytes) +
                            "; raise the memory budget or drop this shape");
      }
    }
  }

  [[nodiscard]] run_result finish_all() {
    while (!halted() && !series_.enough_ended()) {
      std::vector<std::size_t> order =
          next_visits(series_.standings([this](const series& one) { return affordable(one); }));
      if (order.empty()) {
        break;
      }
      rounds_.push_back(one_round(std::move(order)));
      if (elapsed_s() - last_checkpoint_s_ >= options_.checkpoints.after_round_s) {
        offer_state();
      }
    }
    if (sampled_since_checkpoint_) {
      offer_state();
    }
    return conclude(series_, rounds_, elapsed_s(), options_, stop_);
  }

 private:
  [[nodiscard]] double elapsed_s() { return earlier_s_ + seconds_between(begin_ns_, tools_.clock.now_ns()); }

  [[nodiscard]] bool halted() { return stop_ || elapsed_s() >= options_.time_budget_s; }

  // Whether time would be left for a first visit of everybody, if those to come take as long as those before.
  [[nodiscard]] bool first_visits_fit() {
    const double each_s = first_visits_ == 0 ? 0.0 : first_visits_s_ / static_cast<double>(first_visits_);
    return elapsed_s() + static_cast<double>(series_.unvisited()) * each_s < options_.time_budget_s;
  }

  void offer_state() {
    watcher_.on_checkpoint({.all = series_.all(), .rounds = rounds_, .elapsed_s = elapsed_s()});
    last_checkpoint_s_ = elapsed_s();
    sampled_since_checkpoint_ = false;
  }

  // The end of the round under way is not known: it is taken to be like the start.
  void offer_state_within_round() {
    rounds_.push_back(record_);
    rounds_.back().end = record_.start;
    offer_state();
    rounds_.pop_back();
  }

  [[nodiscard]] round_record one_round(std::vector<std::size_t> order) {
    record_ = {};
    record_.start = tools_.machine.read();
    const double begin_s = elapsed_s();
    bool everything_resident = true;
    do {
      const std::size_t before = record_.samples;
      shuffle(std::span(order), bits_);
      order = one_of_each_table_first(order, options_.tables);
      if (in_company()) {
        meet_companies(order);
        break;
      }
      everything_resident = one_pass(order);
      if (record_.samples == before) {
        break;
      }
      std::erase_if(order, [this](std::size_t index) { return series_[index].ended(); });
    } while (everything_resident && !order.empty() && !halted() && elapsed_s() - begin_s < options_.min_round_s);
    record_.seconds = elapsed_s() - begin_s;
    record_.end = tools_.machine.read();
    return record_;
  }

  // Visits all in this order, group by group; tells whether one group held them all.
  [[nodiscard]] bool one_pass(std::span<const std::size_t> order) {
    const std::vector<std::size_t> ends = group_ends(order, workloads_, resident_.budget_bytes());
    const bool single = ends.size() <= 1;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
      std::vector<std::size_t> group(order.begin() + static_cast<std::ptrdiff_t>(begin),
                                     order.begin() + static_cast<std::ptrdiff_t>(end));
      const std::size_t passes = single ? 1 : options_.passes_per_group;
      for (std::size_t pass = 0; pass < passes && (pass == 0 || first_visits_fit()); ++pass) {
        for (const std::size_t index : group) {
          if (halted()) {
            return single;
          }
          visit(index);
          if (elapsed_s() - last_checkpoint_s_ >= options_.checkpoints.within_round_s) {
            offer_state_within_round();
          }
        }
        shuffle(std::span(group), bits_);
      }
      begin = end;
    }
    return single;
  }

  [[nodiscard]] bool in_company() const { return options_.cache == cache_state::network; }

  // Each company is made, executed once untimed, and then several times, each time in a new order.
  void meet_companies(std::span<const std::size_t> order) {
    const auto bytes_of = [this](std::size_t index) { return workloads_[index]->working_set_bytes(); };
    std::vector<std::size_t> rest = series_.others_than(order);
    shuffle(std::span(rest), bits_);
    for (const company& one : companies(order, rest, bytes_of, options_.company_bytes)) {
      std::vector<std::size_t> all = one.members;
      all.insert(all.end(), one.others.begin(), one.others.end());
      execute(all, [this](std::size_t index) { make_ready(index); });
      execute(all, [this](std::size_t index) { resident_.acquire(index).run(1); });
      for (std::size_t pass = 0; pass < options_.passes_per_group && (pass == 0 || first_visits_fit()); ++pass) {
        shuffle(std::span(all), bits_);
        take_turns(all);
        if (elapsed_s() - last_checkpoint_s_ >= options_.checkpoints.within_round_s) {
          offer_state_within_round();
        }
      }
    }
  }

  template <class Work>
  void execute(std::span<const std::size_t> all, Work work) {
    for (const std::size_t index : all) {
      if (halted()) {
        return;
      }
      if (!series_[index].failed()) {
        guarded(index, [&] { work(index); });
      }
    }
  }

  void make_ready(std::size_t index) {
    resident_workload& work = resident_.acquire(index);
    if (!series_[index].has_batch()) {
      static_cast<void>(plan_samples(series_[index], work));
    }
  }

  // In groups that are judged together: looking after each call would leave the caches to what is looked at.
  void take_turns(std::span<const std::size_t> all) {
    while (!all.empty() && !halted()) {
      const std::size_t size = group_size(all);
      take_group(all.first(size));
      all = all.subspan(size);
    }
  }

  [[nodiscard]] std::size_t group_size(std::span<const std::size_t> all) {
    double together_s = 0;
    for (std::size_t size = 0; size < std::min(all.size(), most_calls_of_a_group); ++size) {
      const series& one = series_[all[size]];
      if (one.has_batch() && !one.failed()) together_s += one.batch().seconds_per_call;
      if (together_s > longest_group_s) return std::max<std::size_t>(size, 1);
    }
    return std::min(all.size(), most_calls_of_a_group);
  }

  // Timed as long as samples are wanted and can be afforded; executed in any case.
  void take_group(std::span<const std::size_t> group) {
    struct call {
      std::size_t index;
      double wall_s;
    };
    std::vector<call> taken;
    double own_minor_faults = 0;
    execute(group, [this](std::size_t index) {  // what must be made is not watched
      with_room_for(index, [&] { resident_.acquire(index); });
    });
    sampler_.begin_group();
    execute(group, [&](std::size_t index) {
      const series& one = series_[index];
      const bool wanted = !one.ended() && affordable(one);
      own_minor_faults += one.batch().own_minor_faults;
      const double wall_s = sampler_.call_once(resident_.acquire(index));
      if (wanted) taken.push_back({index, wall_s});
    });
    sample judged = sampler_.end_group(own_minor_faults);
    judged.round = rounds_.size();
    for (const call& one : taken) {
      judged.wall_s = one.wall_s;
      keep(one.index, judged);
    }
  }

  void visit(std::size_t index) {
    series& one = series_[index];
    if (one.ended() || (one.has_batch() && !affordable(one))) {
      return;
    }
    guarded(index, [this, index] { take_samples(index); });
    if (one.ended()) {
      resident_.drop(index);
    }
  }

  // A workload that throws fails alone.
  template <class Work>
  void guarded(std::size_t index, Work work) {
    series& one = series_[index];
    const visit_announcement announced(watcher_, index);
    const bool first_visit = !one.has_batch();
    const double begin_s = elapsed_s();
    try {
      work();
    } catch (const std::exception& problem) {
      one.fail(std::string(problem.what()));
    } catch (...) {
      one.fail("threw something that is not a std::exception");
    }
    if (one.failed()) {
      resident_.drop(index);
    }
    if (first_visit) {
      ++first_visits_;
      first_visits_s_ += elapsed_s() - begin_s;
    }
  }

  // One sample, and a few more where quiet had to be waited for, while it lasts, or where making the operands took
  // longer than the samples: the next visit has to make them again.
  void take_samples(std::size_t index) {
    const double begin_s = elapsed_s();
    const std::size_t waits = sampler_.waits();
    const auto worth_another = [&] { return sampler_.waits() > waits || elapsed_s() - ready_s_ < ready_s_ - begin_s; };
    for (std::size_t taken = 0; taken == 0 || (worth_another() && taken < options_.samples_of_a_visit); ++taken) {
      std::optional<sample> one = with_room_for(index, [&] { return sample_of(index); });
      if (!one) {
        return;
      }
      one->round = rounds_.size();
      keep(index, *one);
      if (!one->accepted() || series_[index].ended()) {
        return;
      }
    }
  }

  // Refused memory may be held by the operands of others: they go, and it is tried once more.
  template <class Work>
  std::invoke_result_t<Work&> with_room_for(std::size_t index, Work work) {
    try {
      return work();
    } catch (const std::bad_alloc&) {
      if (!resident_.make_room_for(index)) {
        throw;
      }
    }
    return work();
  }

  // Nothing when a sample cannot be afforded.
  [[nodiscard]] std::optional<sample> sample_of(std::size_t index) {
    series& one = series_[index];
    const bool made = resident_.resident(index);
    resident_workload& work = resident_.acquire(index);
    if (!one.has_batch() && !plan_samples(one, work)) {
      return std::nullopt;
    }
    if (!made) {
      ready_s_ = elapsed_s();
    }
    const std::size_t bytes = workloads_[index]->working_set_bytes();
    const sample first = sampler_.take(work, one.batch(), bytes, patience_s());
    // The first call may do work that is done once (a library that makes its threads): it looked long, and is not.
    const bool misled = one.taken() == 0 && is_long(options_.warm_up, one.batch().seconds_per_call) &&
                        !is_long(options_.warm_up, first.wall_s);
    if (!misled) {
      return first;
    }
    if (!plan_samples(one, work)) {
      return std::nullopt;
    }
    return sampler_.take(work, one.batch(), bytes, patience_s());
  }

  // Chooses the batch; whether a sample of it can be afforded.
  [[nodiscard]] bool plan_samples(series& one, resident_workload& work) {
    one.set_batch(sampler_.batch_for(work));
    return affordable(one);
  }

  void keep(std::size_t index, const sample& taken) {
    series_.add(index, taken);
    ++record_.samples;
    sampled_since_checkpoint_ = true;
    if (!taken.accepted()) {
      ++record_.rejected;
    }
    watcher_.on_sample(series_.progress_at(index, rounds_.size(), elapsed_s()), taken);
  }

  // A sample costs its batch and what comes before it, which is about a call.
  [[nodiscard]] bool affordable(const series& one) {
    const batch_choice& batch = one.batch();
    return elapsed_s() + batch.seconds_per_call * static_cast<double>(batch.calls) < options_.time_budget_s;
  }

  // As long as it costs none of the unvisited its sample.
  [[nodiscard]] double patience_s() {
    return std::min(options_.patience_s,
                    0.5 * (options_.time_budget_s - elapsed_s()) / (1.0 + static_cast<double>(series_.unvisited())));
  }

  std::span<const workload* const> workloads_;
  const sensors& tools_;
  const measure_options& options_;
  const std::atomic<bool>& stop_;
  observer& watcher_;
  series_set series_;
  resident_set resident_;
  random_bits bits_;
  sampler sampler_;
  std::int64_t begin_ns_;
  double earlier_s_;
  std::vector<round_record> rounds_;
  round_record record_;
  std::size_t first_visits_ = 0;
  double first_visits_s_ = 0.0;
  double last_checkpoint_s_;
  bool sampled_since_checkpoint_ = false;
  double ready_s_ = 0.0;  // when operands were last made, and a batch chosen where there was none
};

}  // namespace

run_result run_rounds(std::span<const workload* const> workloads, const sensors& tools, const measure_options& options,
                      const std::atomic<bool>& stop, observer& watcher, run_state earlier) {
  require_possible(workloads.size(), options, earlier);
  run whole(workloads, tools, options, stop, watcher, std::move(earlier));
  return whole.finish_all();
}

}  // namespace calib::measure
