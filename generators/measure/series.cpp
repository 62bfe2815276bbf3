#include "measure/series.hpp"

namespace calib::measure {
namespace {

outcome outcome_of(verdict reached, outcome unfinished) noexcept {
  switch (reached) {
    case verdict::converged:
      return outcome::converged;
    case verdict::enough_samples:
      return outcome::enough_samples;
    case verdict::out_of_time:
      return outcome::out_of_time;
    case verdict::keep_going:
      break;
  }
  return unfinished;
}

}  // namespace

std::string_view name(outcome value) noexcept {
  switch (value) {
    case outcome::converged:
      return "converged";
    case outcome::enough_samples:
      return "enough_samples";
    case outcome::out_of_time:
      return "out_of_time";
    case outcome::interrupted:
      return "interrupted";
    case outcome::not_measured:
      return "not_measured";
    case outcome::failed:
      return "failed";
  }
  return "unknown";
}

void series::add(const sample& taken) {
  timed_s_ += taken.seen.wall_s;
  if (taken.accepted()) {
    wall_s_.push_back(taken.wall_s);
    cycles_.push_back(taken.cycles);
    return;
  }
  rejected_wall_s_.push_back(taken.wall_s);
  rejected_cycles_.push_back(taken.cycles);
  ++rejected_by_[static_cast<std::size_t>(taken.reason)];
}

void series::fail(std::string message) {
  failed_ = true;
  message_ = std::move(message);
}

void series::judge_by(const stopping_rule& rule) {
  if (ended()) {
    return;
  }
  measured_so_far state{.accepted = accepted(), .taken = taken(), .seconds = timed_s_, .interval = {}};
  if (state.accepted > 0) {
    // The sustained clock scales all cycles alike, so the relative width is known before it is.
    state.interval = interval_of_median(cycles_, rule.confidence);
    half_width_ = state.interval.relative_half_width();
  }
  verdict_ = judge(rule, state);
}

result series::summary(double sustained_clock_hz, double confidence, outcome unfinished) const {
  result summary{.label = label_,
                 .ended = outcome::failed,
                 .message = message_,
                 .normalised = {},
                 .wall = {},
                 .batch = batch_.seconds_per_call > 0.0 ? batch_.calls : 0,
                 .accepted = wall_s_.size(),
                 .rejected = rejected_wall_s_.size(),
                 .rejected_by = rejected_by_,
                 .timed_s = timed_s_,
                 .from_rejected = wall_s_.empty() && !rejected_wall_s_.empty()};
  if (!failed_) {
    summary.ended = taken() == 0 ? outcome::not_measured : outcome_of(verdict_, unfinished);
  }
  if (!summary.has_data()) {
    return summary;
  }
  const std::vector<double>& wall = summary.from_rejected ? rejected_wall_s_ : wall_s_;
  const std::vector<double>& cycles = summary.from_rejected ? rejected_cycles_ : cycles_;
  summary.wall = interval_of_median(wall, confidence);
  summary.normalised = interval_of_median(cycles, confidence);
  summary.normalised.median /= sustained_clock_hz;
  summary.normalised.low /= sustained_clock_hz;
  summary.normalised.high /= sustained_clock_hz;
  return summary;
}

}  // namespace calib::measure
