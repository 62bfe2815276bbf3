#include "foreign/plausibility.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <string_view>

#include "calib/roofline.hpp"
#include "profile_io/operations.hpp"

namespace calib::foreign {
namespace {

// Clocks rise above what datasheets say, convolutions are done with up to 2.25 times less arithmetic than is counted
// (Winograd), and caches serve many times what memory does.
constexpr double most_of_arithmetic = 1.1;
constexpr double most_of_convolution = 2.5;
constexpr double most_of_bandwidth = 50;

constexpr double least_share = 0.01;

// The shares of the peaks that the rows reach: of arithmetic, where there is any and its peak is known.
struct shares {
  std::vector<double> values;
  std::size_t above = 0;  // what is possible
};

shares shares_of(const fit::measurement_set& set, const machine_peaks& peaks) {
  shares found;
  const double most = set.operation.starts_with("conv") ? most_of_convolution : most_of_arithmetic;
  for (const fit::measured_shape& one : set.shapes) {
    const cost work = profile_io::work_of(set.operation, set.precision, one.dims);
    const roofline least(work, peaks, set.precision);
    const double arithmetic = least.compute.count() / one.latency_s, traffic = least.memory.count() / one.latency_s;
    if (arithmetic <= 0 && traffic <= 0) continue;
    found.values.push_back(std::max(arithmetic, traffic));
    if (arithmetic > most || traffic > most_of_bandwidth) ++found.above;
  }
  return found;
}

// How many times another unit is longer or shorter, where that is what the shares are off by.
std::string_view factor_of_unit(double off) {
  struct step {
    double factor;
    std::string_view name;
  };
  constexpr std::array steps{step{1e3, "a thousand"}, step{1e6, "a million"}, step{1e9, "a billion"}};
  for (const step& one : steps) {
    if (off > 0.02 * one.factor && off < 20 * one.factor) return one.name;
  }
  return {};
}

std::string share_text(double share) {
  return share >= 10 ? fmt::format("{:.3g} times", share) : fmt::format("{:.2g} %", 100 * share);
}

// What may be wrong, the likeliest first.
std::string reason(double off, std::string_view longer_or_shorter, std::string_view otherwise) {
  const std::string_view factor = factor_of_unit(off);
  if (factor.empty()) return std::string(otherwise);
  return fmt::format(
      "the likely reason is the unit, as latencies {} times as {} would fit: --unit s, ms, us or ns, or the "
      "column's name",
      factor, longer_or_shorter);
}

}  // namespace

std::optional<std::string> against_peaks(const fit::measurement_set& set, const machine_peaks& peaks) {
  const shares found = shares_of(set, peaks);
  if (found.values.empty()) return std::nullopt;
  const double best = *std::ranges::max_element(found.values);
  if (found.above > 0) {
    return fmt::format("{} of {} shapes are faster than the peaks allow, the fastest reaches {} of them; {}",
                       found.above, found.values.size(), share_text(best),
                       reason(best, "long", "check the unit (--unit), the precision and the peaks"));
  }
  if (best < least_share) {
    return fmt::format("no shape reaches a hundredth of the peaks, the fastest {} of them; {}", share_text(best),
                       reason(1 / best, "short", "check the unit (--unit) and the peaks"));
  }
  return std::nullopt;
}

std::optional<std::string> against_clock(const std::vector<double>& latencies_s) {
  constexpr std::size_t fewest = 8;
  constexpr double finest_step = 0.02;  // of the median: half of it is an error of a percent
  if (latencies_s.size() < fewest) return std::nullopt;
  std::vector<double> values = latencies_s;
  std::ranges::sort(values);
  const double median = values[values.size() / 2];
  values.erase(std::unique(values.begin(), values.end()), values.end());
  if (2 * values.size() > latencies_s.size()) return std::nullopt;
  double step = values.front();
  for (std::size_t i = 1; i < values.size(); ++i) step = std::min(step, values[i] - values[i - 1]);
  const bool multiples = std::ranges::all_of(values, [step](double value) {
    const double steps = value / step;
    return std::abs(steps - std::round(steps)) < 1e-3 * std::max(1.0, steps) &&
           std::abs(steps - std::round(steps)) < 0.1;
  });
  if (!multiples || step < finest_step * median) return std::nullopt;
  return fmt::format(
      "latencies take {} values in {} rows, in steps of {:.3g} s: the clock was coarse, and half a step is {:.0f} % of "
      "the median",
      values.size(), latencies_s.size(), step, 50 * step / median);
}

}  // namespace calib::foreign
