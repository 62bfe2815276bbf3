#include "calibration/history.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "calibration/four_digits.hpp"
#include "profile_io/limits.hpp"
#include "statistics/statistics.hpp"

namespace calib::calibration {
namespace {

// As many as a picture of half a page can tell apart.
constexpr std::size_t most_of_a_condition = 200;

std::vector<double> times_of(std::span<const measure::round_record> rounds) {
  std::vector<double> times;
  double now_s = 0;
  for (const measure::round_record& round : rounds) {
    times.push_back(now_s);
    times.push_back(now_s += round.seconds);
  }
  return times;
}

template <class Value>
std::vector<double> readings_of(std::span<const measure::round_record> rounds, Value value) {
  std::vector<double> values;
  for (const measure::round_record& round : rounds) {
    values.push_back(value(round.start));
    values.push_back(value(round.end));
  }
  if (std::ranges::any_of(values, [](double one) { return !(one > 0); })) return {};
  return values;
}

template <class Value>
std::vector<double> ratios_of(std::span<const measure::round_record> rounds, Value value) {
  std::vector<double> values = readings_of(rounds, value);
  if (values.empty()) return values;
  const double median = statistics::median(values);
  for (double& one : values) one /= median;
  return values;
}

/// For each point how many of the readings are behind it: one, or those of a piece of time. Pieces without any are no
/// points.
std::vector<std::size_t> readings_per_point(const std::vector<double>& times, std::size_t most) {
  if (times.size() <= most) return std::vector<std::size_t>(times.size(), 1);
  std::vector<std::size_t> counts(most, 0);
  const double piece_s = times.back() / static_cast<double>(most);
  for (const double time_s : times) {
    const std::size_t piece = piece_s > 0 ? static_cast<std::size_t>(time_s / piece_s) : 0;
    ++counts[std::min(piece, most - 1)];
  }
  std::erase(counts, 0U);
  return counts;
}

std::vector<double> means(const std::vector<double>& values, const std::vector<std::size_t>& counts) {
  std::vector<double> out;
  if (values.empty()) return out;
  std::span<const double> rest = values;
  for (const std::size_t count : counts) {
    out.push_back(four_digits(statistics::mean(rest.first(count))));
    rest = rest.subspan(count);
  }
  return out;
}

}  // namespace

std::size_t history_points(std::size_t conditions) {
  return std::min(most_of_a_condition, profile_io::most_history_points / std::max<std::size_t>(conditions, 1));
}

profile_io::history_data history_of(std::string condition, std::span<const measure::round_record> rounds,
                                    std::size_t most) {
  using reading = measure::canary_reading;
  const std::vector<double> times = times_of(rounds);
  const std::vector<std::size_t> counts = readings_per_point(times, most);
  const auto ratios = [&](auto value) { return means(ratios_of(rounds, value), counts); };
  return {.condition = std::move(condition),
          .time_s = means(times, counts),
          .clock_hz = means(readings_of(rounds, [](const reading& one) { return one.clock_hz; }), counts),
          .fma = ratios([](const reading& one) { return one.fma_s * one.clock_hz; }),
          .cache = ratios([](const reading& one) { return one.cache_s; }),
          .dram = ratios([](const reading& one) { return one.dram_s; })};
}

}  // namespace calib::calibration
