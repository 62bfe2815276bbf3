#include "measure/turns.hpp"

#include <algorithm>
#include <vector>

#include "measure/company.hpp"
#include "measure/warm_up.hpp"

namespace calib::measure {
namespace {

// Of a company, so many calls are judged together, if they take no longer than canaries can tell about.
constexpr std::size_t most_calls_of_a_group = 16;
constexpr double longest_group_s = 1e-3;

// The work of one that has failed is not done.
template <class Work>
void attempt(run_under_way& run, std::size_t index, Work work) {
  if (!run.all_series()[index].failed()) {
    run.guarded(index, [&] { run.with_room_for(index, work); });
  }
}

template <class Work>
void for_each(run_under_way& run, std::span<const std::size_t> all, Work work) {
  for (const std::size_t index : all) {
    if (run.halted()) {
      return;
    }
    attempt(run, index, [&] { work(index); });
  }
}

void make_ready(run_under_way& run, std::size_t index) {
  resident_workload& work = run.operands().acquire(index);
  const series& one = run.all_series()[index];
  if (one.has_batch()) {
    return;
  }
  static_cast<void>(run.plan_samples(index, work));
  // The first call may do work that is done once (a library that makes its threads): it looks long, and may not be.
  if (is_long(run.options().warm_up, one.batch().seconds_per_call)) {
    static_cast<void>(run.plan_samples(index, work));
  }
}

// How many of the first are expected to take no longer together than can be judged; one that does is alone.
std::size_t group_size(run_under_way& run, std::span<const std::size_t> all) {
  const std::size_t most = std::min(all.size(), most_calls_of_a_group);
  double together_s = 0;
  for (std::size_t size = 0; size < most; ++size) {
    const series& one = run.all_series()[all[size]];
    together_s += one.failed() ? 0.0 : one.batch().seconds_per_call;
    if (together_s > longest_group_s) {
      return std::max<std::size_t>(size, 1);
    }
  }
  return most;
}

// Calls the first of these, one after another, as one group; how many. It ends by the clock where what is written
// before the calls takes long, too. Those of which samples are wanted and can be afforded are timed, the others
// executed.
std::size_t take_group(run_under_way& run, std::span<const std::size_t> all) {
  struct call {
    std::size_t index;
    double wall_s;
  };
  std::vector<call> taken;
  double own_minor_faults = 0;
  const std::span<const std::size_t> group = all.first(group_size(run, all));
  for_each(run, group, [&](std::size_t index) { run.operands().acquire(index); });  // what must be made is not watched
  run.samples().begin_group();
  const double begin_s = run.elapsed_s();
  std::size_t called = 0;
  const auto has_room = [&] { return called == 0 || run.elapsed_s() - begin_s < longest_group_s; };
  for (; called < group.size() && !run.halted() && has_room(); ++called) {
    const std::size_t index = group[called];
    attempt(run, index, [&] {
      const series& one = run.all_series()[index];
      const bool wanted = !one.ended() && run.affordable(one);
      const double wall_s = run.samples().call_once(run.operands().acquire(index));
      own_minor_faults += one.batch().own_minor_faults;
      if (wanted) {
        taken.push_back({index, wall_s});
      }
    });
  }
  sample judged = run.samples().end_group(own_minor_faults);
  for (const call& one : taken) {
    judged.wall_s = one.wall_s;
    run.keep(one.index, judged);
  }
  return called;
}

// In groups that are judged together: looking after each call would leave the caches to what is looked at.
void one_turn(run_under_way& run, std::span<const std::size_t> all) {
  while (!all.empty() && !run.halted()) {
    all = all.subspan(take_group(run, all));
  }
}

}  // namespace

void take_turns(run_under_way& run, std::span<const std::size_t> order) {
  const auto bytes_of = [&](std::size_t index) { return run.workloads()[index]->working_set_bytes(); };
  std::vector<std::size_t> rest = run.all_series().others_than(order);
  run.shuffle(rest);
  for (const company& one : companies(order, rest, bytes_of, run.options().company_bytes)) {
    std::vector<std::size_t> all = one.members;
    all.insert(all.end(), one.others.begin(), one.others.end());
    for_each(run, all, [&](std::size_t index) { make_ready(run, index); });
    for_each(run, all, [&](std::size_t index) { run.operands().acquire(index).run(1); });
    for (std::size_t pass = 0; pass < run.options().passes_per_group && (pass == 0 || run.first_visits_fit()); ++pass) {
      run.shuffle(all);
      one_turn(run, all);
      run.offer_within_round();
    }
  }
}

}  // namespace calib::measure
