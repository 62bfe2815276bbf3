#pragma once
/// What the ratios of a table's latencies in two profiles say.

#include <cstdint>
#include <span>
#include <string_view>

#include "measure/interval.hpp"

namespace calib::tool {

enum class verdict : std::uint8_t {
  same,            ///< the interval of the median lies within the threshold, or all ratios are 1
  faster,          ///< it lies below
  slower,          ///< it lies above
  unsure,          ///< it reaches across, or there are too few ratios for one
  not_comparable,  ///< the profiles have no shape of the table in common
};

std::string_view name(verdict v) noexcept;

struct judged_ratios {
  verdict is = verdict::not_comparable;
  measure::median_interval median{};  ///< of the ratios, with 95 % confidence; of none, zeros
};

/// Latencies of `after` over those of `before`; same is within `threshold` of 1, as a fraction, in both directions.
judged_ratios judge(std::span<const double> ratios, double threshold);

}  // namespace calib::tool
