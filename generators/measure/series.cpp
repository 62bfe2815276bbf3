#include "measure/series.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <map>
#include <span>

#include "statistics/statistics.hpp"

namespace calib::measure {
namespace {

series_end end_of(verdict reached, series_end unfinished) noexcept {
  switch (reached) {
    case verdict::converged:
      return series_end::converged;
    case verdict::enough_samples:
      return series_end::enough_samples;
    case verdict::out_of_time:
      return series_end::out_of_time;
    case verdict::keep_going:
      break;
  }
  return unfinished;
}

std::size_t accepted_of(std::span<const timing> samples) {
  return static_cast<std::size_t>(std::count_if(samples.begin(), samples.end(), std::mem_fn(&timing::accepted)));
}

// What a result is drawn from: the accepted samples and, as what disturbs only adds, those disturbed ones that were
// faster than any of these. (An accepted one can be slow: see stack_position.hpp.) All where none was accepted.
std::vector<timing> telling(std::span<const timing> samples) {
  double fastest = std::numeric_limits<double>::infinity();
  for (const timing& one : samples) {
    if (one.accepted()) {
      fastest = std::min(fastest, one.cycles());
    }
  }
  std::vector<timing> kept;
  std::copy_if(samples.begin(), samples.end(), std::back_inserter(kept), [fastest](const timing& one) {
    const bool only_slowed = one.reason != rejection::clock_change;
    return one.accepted() || std::isinf(fastest) || (only_slowed && one.cycles() < fastest);
  });
  return kept;
}

template <typename Value>
std::vector<double> each(std::span<const timing> samples, Value value) {
  std::vector<double> values;
  for (const timing& one : samples) {
    values.push_back(std::invoke(value, one));
  }
  return values;
}

std::optional<double> change_between_launches(std::span<const timing> samples) {
  std::map<std::size_t, std::vector<double>> cycles;
  for (const timing& one : samples) {
    if (one.accepted()) {
      cycles[one.launch].push_back(one.cycles());
    }
  }
  if (cycles.size() < 2) {
    return std::nullopt;
  }
  return std::abs(statistics::median(cycles.begin()->second) / statistics::median(cycles.rbegin()->second) - 1.0);
}

}  // namespace

void series::fail(std::string message) {
  state_.failure = message.empty() ? "failed and did not say why" : std::move(message);
}

double series::timed_s() const noexcept {
  double seconds = 0.0;
  for (const timing& one : state_.samples) {
    seconds += one.wall_s * static_cast<double>(state_.batch.calls);
  }
  return seconds;
}

std::size_t series::taken_in(std::size_t launch) const noexcept {
  return static_cast<std::size_t>(std::count_if(state_.samples.begin(), state_.samples.end(),
                                                [launch](const timing& one) { return one.launch == launch; }));
}

void series::judge_by(const stopping_rule& rule, std::size_t launch) {
  if (ended()) {
    return;
  }
  measured_so_far now{.accepted = accepted_of(state_.samples),
                      .taken = taken(),
                      .taken_in_launch = taken_in(launch),
                      .seconds = timed_s(),
                      .interval = {}};
  accepted_ = now.accepted;
  if (now.accepted > 0) {
    // The sustained clock scales all cycles alike, so the relative width is known before it is.
    now.interval = interval_of_median(each(telling(state_.samples), &timing::cycles), rule.confidence);
    half_width_ = now.interval.relative_half_width();
  }
  verdict_ = judge(rule, now);
}

result series::summary(double sustained_clock_hz, double confidence, series_end unfinished) const {
  result summary{.label = label_,
                 .ended = series_end::failed,
                 .message = state_.failure,
                 .normalised = {},
                 .wall = {},
                 .batch = has_batch() ? state_.batch.calls : 0,
                 .timed_s = timed_s(),
                 .between_launches = change_between_launches(state_.samples)};
  for (const timing& one : state_.samples) {
    ++(one.accepted() ? summary.accepted : summary.rejected);
    if (!one.accepted()) {
      ++summary.rejected_by[static_cast<std::size_t>(one.reason)];
    }
  }
  summary.from_rejected = summary.accepted == 0 && summary.rejected > 0;
  if (!failed()) {
    summary.ended = taken() == 0 ? series_end::not_measured : end_of(verdict_, unfinished);
  }
  if (!summary.has_data()) {
    return summary;
  }
  const std::vector<timing> samples = telling(state_.samples);
  summary.wall = interval_of_median(each(samples, &timing::wall_s), confidence);
  summary.as_it_comes_s = statistics::median(each(state_.samples, &timing::wall_s));
  summary.normalised = interval_of_median(each(samples, &timing::cycles), confidence);
  summary.normalised.median /= sustained_clock_hz;
  summary.normalised.low /= sustained_clock_hz;
  summary.normalised.high /= sustained_clock_hz;
  return summary;
}

}  // namespace calib::measure
