#include "verdict.hpp"

#include <algorithm>
#include <array>

namespace calib::tool {
namespace {

constexpr double confidence = 0.95;

}  // namespace

std::string_view name(verdict v) noexcept {
  constexpr std::array<std::string_view, 5> names{"same", "faster", "slower", "unsure", "not comparable"};
  return names[static_cast<std::size_t>(v)];
}

judged_ratios judge(std::span<const double> ratios, double threshold) {
  if (ratios.empty()) return {};
  judged_ratios out{.is = verdict::unsure, .median = measure::interval_of_median(ratios, confidence)};
  if (std::ranges::all_of(ratios, [](double ratio) { return ratio == 1; })) {  // of two copies, however few
    out.is = verdict::same;
    return out;
  }
  const double most = 1 + threshold, least = 1 / most;
  if (ratios.size() < measure::samples_needed(confidence)) return out;
  if (out.median.low > most) {
    out.is = verdict::slower;
  } else if (out.median.high < least) {
    out.is = verdict::faster;
  } else if (out.median.low >= least && out.median.high <= most) {
    out.is = verdict::same;
  }
  return out;
}

}  // namespace calib::tool
