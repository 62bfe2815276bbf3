#include "measure/stopping.hpp"

#include <array>
#include <string>

#include "measure/error.hpp"

namespace calib::measure {

std::string_view name(verdict value) noexcept {
  constexpr std::array<std::string_view, 4> names{"keep_going", "converged", "enough_samples", "out_of_time"};
  return names[static_cast<std::size_t>(value)];
}

verdict judge(const stopping_rule& rule, const measured_so_far& state) noexcept {
  if (state.taken_in_launch < rule.min_samples_per_launch) {
    return verdict::keep_going;
  }
  if (state.taken >= 2 * rule.max_samples) {
    return verdict::enough_samples;
  }
  if (state.accepted < rule.min_samples) {
    return verdict::keep_going;
  }
  const bool covered = state.interval.coverage >= rule.confidence;
  if (covered && state.interval.relative_half_width() <= rule.relative_half_width) {
    return verdict::converged;
  }
  if (state.accepted >= rule.max_samples) {
    return verdict::enough_samples;
  }
  return state.seconds >= rule.max_seconds ? verdict::out_of_time : verdict::keep_going;
}

void validate(const stopping_rule& rule) {
  if (!(rule.confidence > 0.0 && rule.confidence < 1.0)) {
    throw error(errc::invalid_argument, "stopping_rule.confidence", std::to_string(rule.confidence),
                "give a confidence between 0 and 1, for example 0.95");
  }
  if (!(rule.relative_half_width > 0.0)) {
    throw error(errc::invalid_argument, "stopping_rule.relative_half_width", std::to_string(rule.relative_half_width),
                "give a positive share, for example 0.01");
  }
  if (rule.min_samples == 0 || rule.max_samples < rule.min_samples) {
    throw error(errc::invalid_argument, "stopping_rule.max_samples", std::to_string(rule.max_samples),
                "give at least one sample and a maximum no smaller than the minimum");
  }
  const std::size_t needed = samples_needed(rule.confidence);
  if (rule.max_samples < needed) {
    throw error(errc::invalid_argument, "stopping_rule.max_samples", std::to_string(rule.max_samples),
                "this confidence needs at least " + std::to_string(needed) + " samples");
  }
}

}  // namespace calib::measure
