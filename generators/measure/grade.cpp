#include "measure/grade.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "statistics/statistics.hpp"

namespace calib::measure {
namespace {

// Upper limits of A, B and C; beyond is D. Interpolation costs 4-5 % on held-out shapes: an A table adds nothing to
// that, a B table little, a C table doubles it.
struct limits {
  double median_half_width;
  double p90_half_width;
  double rejected_share;
  double drift;
};
constexpr std::array<limits, 3> letter_limits{{
    {.median_half_width = 0.01, .p90_half_width = 0.03, .rejected_share = 0.15, .drift = 0.02},
    {.median_half_width = 0.02, .p90_half_width = 0.06, .rejected_share = 0.35, .drift = 0.05},
    {.median_half_width = 0.05, .p90_half_width = 0.15, .rejected_share = 0.70, .drift = 0.10},
}};

// Share of points of which every sample was rejected, above which a table is disturbed as a whole.
constexpr double disturbed_share = 0.02;

// Share of unconverged points above which noise, not time, set the accuracy.
constexpr double noise_limited_share = 0.1;

// Boost states differ by a few percent in normal operation; 10 % below the best is a limiter at work.
constexpr double throttled_share = 0.9;

grade letter_for(double value, double limits::*which) {
  constexpr std::array<grade, 3> letters{grade::a, grade::b, grade::c};
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (value <= letter_limits[i].*which) {
      return letters[i];
    }
  }
  return grade::d;  // also for NaN
}

grade worse(grade left, grade right) { return meets(left, right) ? right : left; }

// Halves of a series whose interval is +-w differ by 0.7 w in the median, if nothing but chance tells them apart.
constexpr double launches_factor = 2.0;

template <typename Value>
double change_of(std::span<const round_record> rounds, Value value) {
  std::vector<double> values;
  for (const round_record& round : rounds) {
    values.push_back(value(round.start));
    values.push_back(value(round.end));
  }
  if (values.empty()) {
    return 0.0;
  }
  return std::max(std::abs(statistics::relative_drift(values)), statistics::relative_spread(values));
}

}  // namespace

std::string_view name(quality_flag flag) noexcept {
  constexpr std::array<std::string_view, all_quality_flags.size()> names{
      "noise_limited", "drift",         "throttled",       "counters_unavailable", "disturbed",
      "incomplete",    "little_memory", "quota_throttled", "launches_differ"};
  return names[static_cast<std::size_t>(flag)];
}

std::string_view advice(quality_flag flag) noexcept {
  constexpr std::array<std::string_view, all_quality_flags.size()> lines{
      "intervals are wider than wished: fewer --ops or a larger --time-budget",
      "the machine changed during the run: measure when its neighbours are quieter",
      "the clock fell: better cooling, fewer threads, or a fixed frequency",
      "cycles are wall time times a measured clock; nothing to do on most virtual machines",
      "shapes without one undisturbed sample: stop what else runs, or a larger --time-budget",
      "shapes without a sample: a larger --time-budget, unless warnings named another reason",
      "larger shapes did not fit: the table ends early",
      "the CPU quota of a control group stopped the process: raise it, or use fewer --threads",
      "medians depend on where a process lies in memory, by more than their intervals say",
  };
  return lines[static_cast<std::size_t>(flag)];
}

canary_change change_over(std::span<const round_record> rounds) {
  return {.clock = change_of(rounds, [](const canary_reading& r) { return r.clock_hz; }),
          .fma_cycles = change_of(rounds, [](const canary_reading& r) { return r.fma_s * r.clock_hz; }),
          .cache = change_of(rounds, [](const canary_reading& r) { return r.cache_s; }),
          .dram = change_of(rounds, [](const canary_reading& r) { return r.dram_s; })};
}

grade_input grade_input_of(std::span<const result> results) {
  grade_input input;
  std::size_t accepted = 0;
  std::size_t rejected = 0;
  std::vector<double> between_launches;
  for (const result& one : results) {
    accepted += one.accepted;
    rejected += one.rejected;
    input.points_from_rejected += one.from_rejected ? 1U : 0U;
    if (one.between_launches) {
      between_launches.push_back(*one.between_launches);
    }
    if (one.has_data()) {
      input.relative_half_widths.push_back(one.normalised.relative_half_width());
    } else {
      ++input.points_without_data;
    }
  }
  if (accepted + rejected > 0) {
    input.rejected_share = static_cast<double>(rejected) / static_cast<double>(accepted + rejected);
  }
  if (!between_launches.empty()) {
    input.between_launches = statistics::median(between_launches);
  }
  return input;
}

quality judge_table(const grade_input& input) {
  quality table;
  if (!input.relative_half_widths.empty()) {
    grade given = letter_for(statistics::median(input.relative_half_widths), &limits::median_half_width);
    given = worse(given, letter_for(statistics::quantile(input.relative_half_widths, 0.9), &limits::p90_half_width));
    given = worse(given, letter_for(input.rejected_share, &limits::rejected_share));
    given = worse(given, letter_for(input.drift, &limits::drift));
    given = worse(given, letter_for(input.between_launches, &limits::drift));  // a drift that time does not show
    const auto points = static_cast<double>(input.relative_half_widths.size());
    table.given = static_cast<double>(input.points_from_rejected) > disturbed_share * points ? grade::d : given;
  }
  const auto flag_if = [&table](bool condition, quality_flag flag) {
    if (condition) {
      table.flags.push_back(flag);
    }
  };
  const auto wide = std::count_if(input.relative_half_widths.begin(), input.relative_half_widths.end(),
                                  [&input](double width) { return !(width <= input.wished_half_width); });
  const double points = static_cast<double>(input.relative_half_widths.size());
  flag_if(static_cast<double>(wide) > noise_limited_share * points, quality_flag::noise_limited);
  flag_if(input.drift > letter_limits[0].drift, quality_flag::drift);
  flag_if(input.slowest_clock_share < throttled_share, quality_flag::throttled);
  flag_if(!input.counters_available, quality_flag::counters_unavailable);
  flag_if(input.points_from_rejected > 0, quality_flag::disturbed);
  flag_if(input.points_without_data > 0, quality_flag::incomplete);
  flag_if(input.little_memory, quality_flag::little_memory);
  flag_if(input.quota_throttled, quality_flag::quota_throttled);
  const double usual_width = points > 0 ? statistics::median(input.relative_half_widths) : 0.0;
  flag_if(input.between_launches > launches_factor * std::max(usual_width, input.wished_half_width),
          quality_flag::launches_differ);
  return table;
}

}  // namespace calib::measure
