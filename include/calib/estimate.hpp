#pragma once
/// An answer of a mapper, and how one is made from a table. Both mappers, compile-time and run-time, call the functions
/// here, so they cannot disagree.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calib/op/lowering.hpp"
#include "calib/setting.hpp"
#include "calib/table.hpp"

namespace calib {

/// Where a latency comes from, from the firmest to the weakest.
enum class source : std::uint8_t {
  measured,      ///< this very shape was measured
  interpolated,  ///< between measured shapes
  extrapolated,  ///< beyond what was measured: as fitted, or the utilisation of the nearest covered shape held
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

  constexpr bool operator==(const error_band&) const noexcept = default;
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

  constexpr bool operator==(const estimate&) const noexcept = default;
};

namespace detail {

struct answer {
  seconds latency;
  calib::source source;
};

/// How many times longer `to` takes than `from` at the same utilisation. Where a peak that the work needs is unknown
/// the roofline cannot say; then time grows as the faster growing of arithmetic and traffic.
CALIB_INLINE constexpr double growth(const cost& from, const cost& to, const machine_peaks& peaks,
                                     precision p) noexcept {
  const bool arithmetic_known = peaks.arithmetic(p).value > 0 || from.arithmetic.value <= 0;
  if (arithmetic_known && peaks.bandwidth().value > 0) {
    return roofline(to, peaks, p).time() / roofline(from, peaks, p).time();
  }
  const double by_arithmetic = from.arithmetic.value > 0 ? to.arithmetic / from.arithmetic : 0.0;
  const double by_traffic = from.traffic.value > 0 ? to.traffic / from.traffic : 0.0;
  return by_arithmetic > by_traffic ? by_arithmetic : by_traffic;
}

/// The latency of `op` from a table of its kind: a table_view, or what has classes and functions of the same names.
/// Beyond the grid the utilisation of its edge is held, but no call takes less than the smallest one does.
template <class Table, Operation Op>
CALIB_INLINE constexpr answer look_up(const Table& table, bool fitted, const setting_facts& setting,
                                      const Op& op) noexcept {
  const reading read = interpolate(table, op.dims(), grid_of(table.classes, op));
  if (!read.outside) {
    return {seconds{read.latency}, read.at_knot && !fitted ? source::measured : source::interpolated};
  }
  // The shape itself where a fitted grid reaches beyond what was measured.
  const Op edge = from_dims<Op>(clamp_to_grid(table, op.dims()));
  const double held = read.latency * growth(edge.work(), op.work(), setting.peaks, precision_of<Op>);
  const double least = setting.overhead.count();
  return {seconds{held < least ? least : held}, source::extrapolated};
}

/// Whether the roofline says anything: without a single peak the least time would be 0.
constexpr bool has_roofline(const machine_peaks& peaks, precision p) noexcept {
  return peaks.arithmetic(p).value > 0 || peaks.bandwidth().value > 0;
}

/// The least time the peaks of a setting allow for this work.
CALIB_INLINE constexpr answer least_time(const cost& work, precision p, const setting_facts& setting) noexcept {
  return {roofline(work, setting.peaks, p).time(), source::roofline};
}

template <Operation Op>
CALIB_INLINE constexpr answer least_time(const Op& op, const setting_facts& setting) noexcept {
  return least_time(op.work(), precision_of<Op>, setting);
}

/// The answer for an operation, from that for the form that carries it out: other shapes may have this form too.
template <Operation Op>
CALIB_INLINE constexpr answer answer_to(const Op&, answer of_form) noexcept {
  if (Lowered<Op> && of_form.source == source::measured) of_form.source = source::interpolated;
  return of_form;
}

/// Completes an answer for this work with what follows from it.
CALIB_INLINE constexpr estimate describe(answer from, const setting_facts& setting, const error_band& error,
                                         const cost& work, precision p) noexcept {
  const roofline least(work, setting.peaks, p);
  // All that there is to a call without work is the call.
  const bool any_work = work.arithmetic.value > 0 || work.traffic.value > 0;
  const calib::bound limit = any_work ? least.limit(setting.overhead) : bound::overhead;
  if (!(from.latency.count() > 0)) {  // no work takes no time, and has no rates
    return {.latency = from.latency, .bound = limit, .source = from.source, .error = error};
  }
  return {
      .latency = from.latency,
      .efficiency = least.time() / from.latency,
      .achieved_flops = work.arithmetic / from.latency,
      .achieved_bandwidth = work.traffic / from.latency,
      .bound = limit,
      .source = from.source,
      .error = error,
  };
}

template <Operation Op>
CALIB_INLINE constexpr estimate describe(answer from, const setting_facts& setting, const error_band& error,
                                         const Op& op) noexcept {
  return describe(from, setting, error, op.work(), precision_of<Op>);
}

}  // namespace detail
}  // namespace calib
