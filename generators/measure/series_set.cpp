#include "measure/series_set.hpp"

#include <algorithm>
#include <utility>

namespace calib::measure {

series_set::series_set(std::span<const workload* const> workloads, const measure_options& options,
                       std::vector<series_state> earlier)
    : options_(options) {
  all_.reserve(workloads.size());
  earlier.resize(workloads.size());
  for (std::size_t index = 0; index < workloads.size(); ++index) {
    all_.emplace_back(workloads[index]->label(), std::move(earlier[index]));
    all_.back().judge_by(rule_for(index), options_.launch);
  }
}

std::size_t series_set::table_of(std::size_t index) const {
  return options_.tables.empty() ? 0 : options_.tables[index];
}

void series_set::add(std::size_t index, const sample& taken) {
  all_[index].add(taken);
  all_[index].judge_by(rule_for(index), options_.launch);
}

std::size_t series_set::ended() const {
  return static_cast<std::size_t>(
      std::count_if(all_.begin(), all_.end(), [](const series& one) { return one.ended(); }));
}

bool series_set::enough_ended() const {
  return static_cast<double>(ended()) >= options_.enough * static_cast<double>(all_.size());
}

std::size_t series_set::unvisited() const {
  return static_cast<std::size_t>(
      std::count_if(all_.begin(), all_.end(), [](const series& one) { return !one.ended() && !one.has_batch(); }));
}

progress series_set::progress_at(std::size_t index, std::size_t round, double elapsed_s) const {
  return {.workload = index,
          .state = &all_[index],
          .finished = ended(),
          .workloads = all_.size(),
          .round = round,
          .elapsed_s = elapsed_s,
          .budget_s = options_.time_budget_s};
}

std::vector<std::size_t> series_set::others_than(std::span<const std::size_t> order) const {
  std::vector<bool> named(all_.size());
  for (const std::size_t index : order) {
    named[index] = true;
  }
  std::vector<std::size_t> others;
  for (std::size_t index = 0; index < all_.size(); ++index) {
    if (!named[index] && !all_[index].failed()) {
      others.push_back(index);
    }
  }
  return others;
}

std::vector<standing> series_set::standings(const std::function<bool(const series&)>& affordable) const {
  std::vector<standing> now;
  for (std::size_t index = 0; index < all_.size(); ++index) {
    const series& one = all_[index];
    const stopping_rule rule = rule_for(index);
    // A width says nothing before there is an accepted sample, and nothing more where it exceeds the median itself.
    const double half_width = one.has_interval() ? std::min(one.relative_half_width(), 1.0) : 1.0;
    now.push_back(
        {.table = table_of(index),
         .open = !one.ended() && (!one.has_batch() || affordable(one)),
         .has_minimum = one.taken() >= rule.min_samples && one.taken_in(options_.launch) >= rule.min_samples_per_launch,
         .error = one.failed() ? 0.0 : half_width / rule.relative_half_width,
         .visit_s = one.batch().seconds_per_call * static_cast<double>(one.batch().calls)});
  }
  return now;
}

// The fewest samples whose range is an interval of the confidence asked for are enough for a long call.
stopping_rule series_set::rule_for(std::size_t index) const {
  stopping_rule rule = options_.stops.empty() ? options_.stop : options_.stops[index];
  if (is_long(options_.warm_up, all_[index].batch().seconds_per_call)) {
    rule.min_samples = std::min(rule.min_samples, samples_needed(rule.confidence));
  }
  return rule;
}

}  // namespace calib::measure
