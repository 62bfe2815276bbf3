#include "measure/turns.hpp"

#include <algorithm>
#include <vector>

#include "measure/company.hpp"

namespace calib::measure {
namespace {

// Of a company, so many calls are judged together, as long as they take less than canaries can tell about.
constexpr std::size_t most_calls_of_a_group = 16;
constexpr double longest_group_s = 1e-3;

template <class Work>
void for_each_alive(run_under_way& run, std::span<const std::size_t> all, Work work) {
  for (const std::size_t index : all) {
    if (run.halted()) {
      return;
    }
    if (!run.all_series()[index].failed()) {
      run.guarded(index, [&] { work(index); });
    }
  }
}

void make_ready(run_under_way& run, std::size_t index) {
  resident_workload& work = run.operands().acquire(index);
  if (!run.all_series()[index].has_batch()) {
    static_cast<void>(run.plan_samples(index, work));
  }
}

std::size_t group_size(run_under_way& run, std::span<const std::size_t> all) {
  double together_s = 0;
  for (std::size_t size = 0; size < std::min(all.size(), most_calls_of_a_group); ++size) {
    const series& one = run.all_series()[all[size]];
    if (one.has_batch() && !one.failed()) {
      together_s += one.batch().seconds_per_call;
    }
    if (together_s > longest_group_s) {
      return std::max<std::size_t>(size, 1);
    }
  }
  return std::min(all.size(), most_calls_of_a_group);
}

// Timed as long as samples are wanted and can be afforded; executed in any case.
void take_group(run_under_way& run, std::span<const std::size_t> group) {
  struct call {
    std::size_t index;
    double wall_s;
  };
  std::vector<call> taken;
  double own_minor_faults = 0;
  for_each_alive(run, group, [&](std::size_t index) {  // what must be made is not watched
    run.with_room_for(index, [&] { run.operands().acquire(index); });
  });
  run.samples().begin_group();
  for_each_alive(run, group, [&](std::size_t index) {
    const series& one = run.all_series()[index];
    const bool wanted = !one.ended() && run.affordable(one);
    own_minor_faults += one.batch().own_minor_faults;
    const double wall_s = run.samples().call_once(run.operands().acquire(index));
    if (wanted) {
      taken.push_back({index, wall_s});
    }
  });
  sample judged = run.samples().end_group(own_minor_faults);
  for (const call& one : taken) {
    judged.wall_s = one.wall_s;
    run.keep(one.index, judged);
  }
}

// In groups that are judged together: looking after each call would leave the caches to what is looked at.
void one_turn(run_under_way& run, std::span<const std::size_t> all) {
  while (!all.empty() && !run.halted()) {
    const std::size_t size = group_size(run, all);
    take_group(run, all.first(size));
    all = all.subspan(size);
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
    for_each_alive(run, all, [&](std::size_t index) { make_ready(run, index); });
    for_each_alive(run, all, [&](std::size_t index) { run.operands().acquire(index).run(1); });
    for (std::size_t pass = 0; pass < run.options().passes_per_group && (pass == 0 || run.first_visits_fit()); ++pass) {
      run.shuffle(all);
      one_turn(run, all);
      run.offer_within_round();
    }
  }
}

}  // namespace calib::measure
