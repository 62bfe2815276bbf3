#include "measure/passes.hpp"

#include <optional>
#include <vector>

#include "measure/residency.hpp"
#include "measure/warm_up.hpp"

namespace calib::measure {
namespace {

// A sample, where one can be afforded, and when its operands and its batch were there.
struct attempt {
  std::optional<sample> taken;
  double ready_s = 0.0;
};

attempt sample_of(run_under_way& run, std::size_t index, double begin_s) {
  const series& one = run.all_series()[index];
  const bool made = run.operands().resident(index);
  resident_workload& work = run.operands().acquire(index);
  if (!one.has_batch() && !run.plan_samples(index, work)) {
    return {};
  }
  const double ready_s = made ? begin_s : run.elapsed_s();
  const std::size_t bytes = run.workloads()[index]->working_set_bytes();
  const sample first = run.samples().take(work, one.batch(), bytes, run.patience_s());
  // The first call may do work that is done once (a library that makes its threads): it looked long, and is not.
  const warm_up_rule& rule = run.options().warm_up;
  const bool misled = one.taken() == 0 && is_long(rule, one.batch().seconds_per_call) && !is_long(rule, first.wall_s);
  if (!misled) {
    return {first, ready_s};
  }
  if (!run.plan_samples(index, work)) {
    return {};
  }
  return {run.samples().take(work, one.batch(), bytes, run.patience_s()), ready_s};
}

// One sample, and a few more where quiet had to be waited for, while it lasts, or where making the operands took longer
// than the samples: the next visit has to make them again.
void take_samples(run_under_way& run, std::size_t index) {
  const double begin_s = run.elapsed_s();
  const std::size_t waits = run.samples().waits();
  double ready_s = begin_s;
  const auto worth_another = [&] {
    return run.samples().waits() > waits || run.elapsed_s() - ready_s < ready_s - begin_s;
  };
  for (std::size_t taken = 0; taken == 0 || (worth_another() && taken < run.options().samples_of_a_visit); ++taken) {
    const attempt one = run.with_room_for(index, [&] { return sample_of(run, index, ready_s); });
    if (!one.taken) {
      return;
    }
    ready_s = one.ready_s;
    run.keep(index, *one.taken);
    if (!one.taken->accepted() || run.all_series()[index].ended()) {
      return;
    }
  }
}

void visit(run_under_way& run, std::size_t index) {
  const series& one = run.all_series()[index];
  if (one.ended() || (one.has_batch() && !run.affordable(one))) {
    return;
  }
  run.guarded(index, [&] { take_samples(run, index); });
  if (one.ended()) {
    run.operands().drop(index);
  }
}

}  // namespace

bool one_pass(run_under_way& run, std::span<const std::size_t> order) {
  const std::vector<std::size_t> ends = group_ends(order, run.workloads(), run.operands().budget_bytes());
  const bool single = ends.size() <= 1;
  std::size_t begin = 0;
  for (const std::size_t end : ends) {
    std::vector<std::size_t> group(order.begin() + static_cast<std::ptrdiff_t>(begin),
                                   order.begin() + static_cast<std::ptrdiff_t>(end));
    const std::size_t passes = single ? 1 : run.options().passes_per_group;
    for (std::size_t pass = 0; pass < passes && (pass == 0 || run.first_visits_fit()); ++pass) {
      for (const std::size_t index : group) {
        if (run.halted()) {
          return single;
        }
        visit(run, index);
        run.offer_within_round();
      }
      run.shuffle(group);
    }
    begin = end;
  }
  return single;
}

}  // namespace calib::measure
