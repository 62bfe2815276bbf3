#include "measure/run_under_way.hpp"

#include <algorithm>
#include <utility>

#include "measure/conclusion.hpp"

namespace calib::measure {

run_under_way::run_under_way(std::span<const workload* const> workloads, const sensors& tools,
                             const measure_options& options, const std::atomic<bool>& stop, observer& watcher,
                             run_state earlier)
    : workloads_(workloads),
      tools_(tools),
      options_(options),
      stop_(stop),
      watcher_(watcher),
      series_(workloads, options, std::move(earlier.series)),
      operands_(workloads, options.memory_budget_bytes, options.seed),
      bits_(options.seed + earlier.rounds.size()),  // further rounds have further orders
      sampler_(tools, options, bits_.next()),
      begin_ns_(tools.clock.now_ns()),
      earlier_s_(earlier.elapsed_s),
      rounds_(std::move(earlier.rounds)),
      last_checkpoint_s_(-options.checkpoints.after_round_s) {  // the first round is kept however short
  for (std::size_t index = 0; index < workloads.size(); ++index) {
    if (!operands_.can_hold(index)) {
      series_[index].fail("needs " + std::to_string(workloads[index]->working_set_bytes()) + " bytes of " +
                          std::to_string(options.memory_budget_bytes) + "; raise the memory budget or drop this shape");
    }
  }
}

double run_under_way::elapsed_s() { return earlier_s_ + seconds_between(begin_ns_, tools_.clock.now_ns()); }

bool run_under_way::halted() { return stop_ || elapsed_s() >= options_.time_budget_s; }

bool run_under_way::affordable(const series& one) {
  const batch_choice& batch = one.batch();
  return elapsed_s() + batch.seconds_per_call * static_cast<double>(batch.calls) < options_.time_budget_s;
}

bool run_under_way::first_visits_fit() {
  const double each_s = first_visits_ == 0 ? 0.0 : first_visits_s_ / static_cast<double>(first_visits_);
  return elapsed_s() + static_cast<double>(series_.unvisited()) * each_s < options_.time_budget_s;
}

double run_under_way::patience_s() {
  return std::min(options_.patience_s,
                  0.5 * (options_.time_budget_s - elapsed_s()) / (1.0 + static_cast<double>(series_.unvisited())));
}

bool run_under_way::plan_samples(std::size_t index, resident_workload& work) {
  series& one = series_[index];
  one.set_batch(sampler_.batch_for(work));
  return affordable(one);
}

void run_under_way::keep(std::size_t index, sample taken) {
  taken.round = rounds_.size();
  series_.add(index, taken);
  ++record_.samples;
  sampled_since_checkpoint_ = true;
  if (!taken.accepted()) {
    ++record_.rejected;
  }
  watcher_.on_sample(series_.progress_at(index, rounds_.size(), elapsed_s()), taken);
}

void run_under_way::begin_round() {
  record_ = {};
  record_.start = tools_.machine.read();
  round_began_s_ = elapsed_s();
}

void run_under_way::end_round() {
  record_.seconds = round_s();
  record_.end = tools_.machine.read();
  rounds_.push_back(record_);
}

void run_under_way::offer_state() {
  watcher_.on_checkpoint({.all = series_.all(), .rounds = rounds_, .elapsed_s = elapsed_s()});
  last_checkpoint_s_ = elapsed_s();
  sampled_since_checkpoint_ = false;
}

// The end of the round under way is not known: it is taken to be like the start.
void run_under_way::offer_within_round() {
  if (elapsed_s() - last_checkpoint_s_ < options_.checkpoints.within_round_s) {
    return;
  }
  rounds_.push_back(record_);
  rounds_.back().end = record_.start;
  offer_state();
  rounds_.pop_back();
}

void run_under_way::offer_after_round() {
  if (elapsed_s() - last_checkpoint_s_ >= options_.checkpoints.after_round_s) {
    offer_state();
  }
}

void run_under_way::offer_rest() {
  if (sampled_since_checkpoint_) {
    offer_state();
  }
}

run_result run_under_way::concluded() { return conclude(series_, rounds_, elapsed_s(), options_, stop_); }

}  // namespace calib::measure
