#include "fit/line_phase.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>

#include "fit/clear_gain.hpp"

namespace calib::fit {
namespace {

// Lengths of vectors, and of a few that a loop takes at once; in bytes of two arrays or three, too.
constexpr std::uint32_t line_periods[] = {4, 8, 16, 32, 64, 96, 128, 192};
// What an element on its own costs more than one in a vector: up to the length of a vector, and twice that for
// functions that a library calls for it.
constexpr double remainders[] = {1, 2, 3, 4, 6, 8, 12, 16, 24, 32};

// What a phase must take off the error. Ninety are tried.
constexpr gain_rule worth_a_line_phase{.least_share = 0.05, .least_deviations = 2.0};

std::vector<axis_phase> candidates() {
  std::vector<axis_phase> all;
  for (const std::uint32_t period : line_periods) {
    all.push_back({.period = period, .weight = 1.0});
    for (const double remainder : remainders) all.push_back({.period = period, .remainder = remainder});
  }
  return all;
}

bool keeps(const axis_phase& phase, std::span<const std::uint64_t> knots) {
  const auto fills = [&](std::uint64_t knot) { return phase.fills(knot); };
  if (!std::all_of(knots.begin() + 1, knots.end(), fills)) return false;
  const double first = phase.effective(knots.front());
  return phase.fills(knots.front()) || (first <= phase.effective(1) && first < static_cast<double>(knots[1]));
}

// Of each probe, |log(predicted / measured)|.
Eigen::ArrayXd errors(const axis_phase& phase, std::span<const std::uint64_t> knots, std::span<const double> latency_s,
                      std::span<const probe> probes) {
  const std::vector<std::uint64_t> whole = knots_under(phase, knots);
  const std::vector<double> where(whole.begin(), whole.end());
  std::vector<std::uint16_t> buckets(bucket_of(whole.back()) + 1);
  std::vector<double> inverse_widths(segment_count(where.size()));
  const std::size_t steps = index_axis(where.data(), where.size(), buckets.data(), inverse_widths.data());
  const axis_view axis{where.data(), buckets.data(), inverse_widths.data(), where.size(), steps, phase};
  Eigen::ArrayXd all(std::ssize(probes));
  for (std::size_t i = 0; i < probes.size(); ++i) {
    const auto [segment, weight, outside] = axis.locate(probes[i].size);
    const double predicted = std::lerp(latency_s[segment], latency_s[segment + 1], weight);
    all[static_cast<Eigen::Index>(i)] = std::abs(std::log(predicted / probes[i].latency_s));
  }
  return all;
}

}  // namespace

std::vector<std::uint64_t> knots_under(const axis_phase& phase, std::span<const std::uint64_t> knots) {
  std::vector<std::uint64_t> counted;
  for (const std::uint64_t knot : knots) counted.push_back(static_cast<std::uint64_t>(phase.effective(knot)));
  return counted;
}

std::optional<axis_phase> find_phase_of_line(std::span<const std::uint64_t> knots, std::span<const double> latency_s,
                                             std::span<const probe> probes) {
  if (knots.size() < 2 || probes.empty()) return std::nullopt;
  const Eigen::ArrayXd without = errors({}, knots, latency_s, probes);
  std::optional<axis_phase> best;
  Eigen::ArrayXd least = without;
  for (const axis_phase& phase : candidates()) {
    if (!keeps(phase, knots)) continue;
    Eigen::ArrayXd now = errors(phase, knots, latency_s, probes);
    if (now.mean() >= least.mean()) continue;
    least = std::move(now);
    best = phase;
  }
  return is_clear(without - least, without.mean(), worth_a_line_phase) ? best : std::nullopt;
}

}  // namespace calib::fit
