#include "foreign/plausibility.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "calib/roofline.hpp"
#include "foreign/time_unit.hpp"
#include "profile_io/operations.hpp"

namespace calib::foreign {
namespace {

// Libraries do up to 2.25 times less arithmetic than is counted (Winograd), clocks rise above what datasheets say, and
// caches serve several times what memory does.
constexpr double most_of_arithmetic = 2.5;
constexpr double most_of_bandwidth = 50;

constexpr double least_share = 0.01;

// The shares of the peaks that the rows reach: of arithmetic, where there is any and its peak is known.
struct shares {
  std::vector<double> values;
  std::size_t above = 0;
  double limit_share = 0;  // the largest share over what is possible
};

shares shares_of(const fit::measurement_set& set, const machine_peaks& peaks) {
  shares found;
  for (const fit::measured_shape& one : set.shapes) {
    const cost work = profile_io::work_of(set.operation, set.precision, one.dims);
    const roofline least(work, peaks, set.precision);
    const double arithmetic = least.compute.count() / one.latency_s, traffic = least.memory.count() / one.latency_s;
    if (arithmetic <= 0 && traffic <= 0) continue;
    found.values.push_back(std::max(arithmetic, traffic));
    const double over = std::max(arithmetic / most_of_arithmetic, traffic / most_of_bandwidth);
    found.limit_share = std::max(found.limit_share, over);
    if (over > 1) ++found.above;
  }
  return found;
}

// Latencies that are `factor` times as long as they were read would be of this kind.
std::string unit_for(double factor) {
  constexpr std::array<double, 3> steps{1e3, 1e6, 1e9};
  for (const double step : steps) {
    if (factor > step * 0.02 && factor < step * 20) {
      return fmt::format("{:.0e} times as long", step);
    }
  }
  return {};
}

std::string share_text(double share) {
  return share >= 10 ? fmt::format("{:.3g} times", share) : fmt::format("{:.3g} %", 100 * share);
}

}  // namespace

std::optional<std::string> against_peaks(const fit::measurement_set& set, const machine_peaks& peaks) {
  const shares found = shares_of(set, peaks);
  if (found.values.empty()) return std::nullopt;
  const double best = *std::ranges::max_element(found.values);
  const std::string remedy =
      "check the unit (--unit s, ms, us or ns, or the column's name), the precision and the peaks";
  if (found.above > 0) {
    const std::string likely = unit_for(best);
    return fmt::format("{} of {} shapes are faster than the peaks allow, the fastest at {} of them{}: {}", found.above,
                       found.values.size(), share_text(best),
                       likely.empty() ? "" : "; latencies of another unit would be " + likely, remedy);
  }
  if (best < least_share) {
    const std::string likely = unit_for(1 / best);
    return fmt::format("no shape reaches a hundredth of the peaks, the fastest {:.2g} % of them{}: {}", 100 * best,
                       likely.empty() ? "" : "; latencies of another unit would be that much shorter", remedy);
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
