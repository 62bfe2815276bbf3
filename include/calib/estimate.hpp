#pragma once
/// The full answer of a mapper: a latency, and what follows from it and from the facts of its table and setting.

#include <cstdint>

#include "calib/detail/inline.hpp"
#include "calib/look_up.hpp"
#include "calib/roofline.hpp"
#include "calib/setting.hpp"
#include "calib/table_facts.hpp"
#include "calib/units.hpp"

namespace calib {

/// Everything a mapper can say of one operation.
struct estimate {
  seconds latency{0};
  /// Least time the theoretical peaks allow / latency; above 1 when caches serve the traffic. 0 where there is no such
  /// time: a peak that the work needs is unknown (and so is the bound), or there is no work.
  double efficiency = 0.0;
  flops_per_second achieved_flops{};
  bytes_per_second achieved_bandwidth{};
  calib::bound bound = bound::compute;
  calib::source source = source::roofline;
  /// What answered: 0 the table of the setting that was asked, n the n-th step of the fallback.
  std::uint16_t step = 0;
  error_band error{};

  constexpr bool operator==(const estimate&) const noexcept = default;
};

namespace detail {

/// Completes an answer for this work with what follows from it.
CALIB_INLINE constexpr estimate describe(answer from, const setting_facts& setting, const error_band& error,
                                         const cost& work, precision p) noexcept {
  const roofline least(work, setting.peaks, p);
  // All that there is to a call without work is the call.
  const bool any_work = work.arithmetic.value > 0 || work.traffic.value > 0;
  const calib::bound limit = any_work ? least.limit(setting.overhead) : bound::overhead;
  // What was held out says nothing of shapes beyond those that were measured.
  const error_band known = from.source == source::extrapolated ? error_band{} : error;
  if (!(from.latency.count() > 0)) {  // no work takes no time, and has no rates
    return {.latency = from.latency, .bound = limit, .source = from.source, .step = from.step, .error = known};
  }
  return {
      .latency = from.latency,
      .efficiency = least.complete ? least.time() / from.latency : 0.0,
      .achieved_flops = work.arithmetic / from.latency,
      .achieved_bandwidth = work.traffic / from.latency,
      .bound = limit,
      .source = from.source,
      .step = from.step,
      .error = known,
  };
}

template <Operation Op>
CALIB_INLINE constexpr estimate describe(answer from, const setting_facts& setting, const error_band& error,
                                         const Op& op) noexcept {
  return describe(from, setting, error, op.work(), precision_of<Op>);
}

}  // namespace detail
}  // namespace calib
