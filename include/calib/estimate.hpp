#pragma once
/// An answer of a mapper, and how one is made from a table. Both mappers, compile-time and run-time, call the functions
/// here, so they cannot disagree.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calib/setting.hpp"
#include "calib/table.hpp"

namespace calib {

/// Where a latency comes from, from the firmest to the weakest.
enum class source : std::uint8_t {
  measured,      ///< this very shape was measured
  interpolated,  ///< between measured shapes
  extrapolated,  ///< beyond them: the utilisation of the nearest covered shape is held
  scaled,        ///< from another precision, setting or profile, by a fallback the caller named
  roofline,      ///< from theoretical peaks only: a lower bound
};

constexpr std::string_view name(source from) noexcept {
  constexpr std::array<std::string_view, 5> names{"measured", "interpolated", "extrapolated", "scaled", "roofline"};
  return names[static_cast<std::size_t>(from)];
}

/// Relative error of a table's predictions on shapes it was not built from; zero count when it was never tested.
struct error_band {
  double median = 0.0;
  double p95 = 0.0;
  std::uint32_t count = 0;
};

/// What is known of a table besides its grid.
struct table_facts {
  char grade = '-';     ///< quality of the measurement, 'A' to 'D'; '-' when unknown
  bool fitted = false;  ///< the grid was fitted to scattered measurements, so no knot counts as measured
  error_band error{};
};

/// Everything a mapper can say of one operation.
struct estimate {
  seconds latency{0};
  double efficiency = 0.0;  ///< least time the theoretical peaks allow / latency; above 1 when caches serve the traffic
  flops_per_second achieved_flops{};
  bytes_per_second achieved_bandwidth{};
  calib::bound bound = bound::compute;
  calib::source source = source::roofline;
  error_band error{};
};

namespace detail {

struct answer {
  seconds latency;
  calib::source source;
};

/// The latency of `op` from a table of its kind.
template <Operation Op>
CALIB_INLINE constexpr answer look_up(const table_view<rank<Op>>& table, bool fitted, const machine_peaks& peaks, const Op& op) noexcept {
  const reading read = interpolate(table, op.dims());
  if (!read.outside) {
    return {seconds{read.latency}, read.at_knot && !fitted ? source::measured : source::interpolated};
  }
  const Op edge = from_dims<Op>(clamp_to_grid(table, op.dims()));
  const seconds at_edge = roofline(edge.work(), peaks, precision_of<Op>).time();
  const seconds here = roofline(op.work(), peaks, precision_of<Op>).time();
  const double growth = at_edge.count() > 0 ? here / at_edge : 1.0;
  return {seconds{read.latency * growth}, source::extrapolated};
}

/// Completes an answer with what follows from it.
template <Operation Op>
CALIB_INLINE constexpr estimate describe(answer from, const setting_facts& setting, const error_band& error, const Op& op) noexcept {
  const cost work = op.work();
  const roofline least(work, setting.peaks, precision_of<Op>);
  if (!(from.latency.count() > 0)) {  // no work takes no time, and has no rates
    return {.latency = from.latency, .bound = least.limit(setting.overhead), .source = from.source, .error = error};
  }
  return {
      .latency = from.latency,
      .efficiency = least.time() / from.latency,
      .achieved_flops = work.arithmetic / from.latency,
      .achieved_bandwidth = work.traffic / from.latency,
      .bound = least.limit(setting.overhead),
      .source = from.source,
      .error = error,
  };
}

}  // namespace detail
}  // namespace calib
