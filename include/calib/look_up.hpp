#pragma once
/// How a table answers: the latency of a shape, and where it comes from. Both mappers, compile-time and run-time, call
/// the functions here, so they cannot disagree.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calib/detail/inline.hpp"
#include "calib/op/lowering.hpp"
#include "calib/roofline.hpp"
#include "calib/setting.hpp"
#include "calib/table.hpp"
#include "calib/table_facts.hpp"

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

namespace detail {

struct answer {
  seconds latency;
  calib::source source;
  std::uint16_t step = 0;  ///< as in estimate
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

/// The most of the arithmetic peak that is held beyond what was measured. Tables go above 1 where a library does less
/// arithmetic than is counted: Winograd's convolutions, taps on padding.
inline constexpr double largest_held_utilisation = 1.5;

/// The fewest seconds that work beyond what was measured is said to take: its arithmetic at that utilisation, and the
/// bytes that no cache holds from memory. Tables of what caches hold go far above what memory gives.
CALIB_INLINE constexpr double least_beyond(const cost& work, const setting_facts& setting, precision p) noexcept {
  const double peak = setting.peaks.arithmetic(p).value * largest_held_utilisation;
  const double arithmetic = peak > 0 ? work.arithmetic.value / peak : 0.0;
  const double cached = setting.cached_bytes, bandwidth = setting.peaks.bandwidth().value;
  const bool from_memory = cached > 0 && bandwidth > 0 && work.traffic.value > cached;
  const double transfer = from_memory ? (work.traffic.value - cached) / bandwidth : 0.0;
  return arithmetic > transfer ? arithmetic : transfer;
}

/// The latency of `work` where a table read `latency` for that of `edge`, the nearest shape that it covers: the
/// utilisation of the edge is held, but no call takes less than the smallest one does, nor than least_beyond().
CALIB_INLINE constexpr double hold_utilisation(const cost& work, const cost& edge, double latency,
                                               const setting_facts& setting, precision p) noexcept {
  const double held = latency * growth(edge, work, setting.peaks, p);
  const double overhead = setting.overhead.count(), beyond = least_beyond(work, setting, p);
  const double least = overhead < beyond ? beyond : overhead;
  return held < least ? least : held;
}

/// Whether a dimension is a step between elements, and no number of them. Beyond the steps that were measured the time
/// is that of the nearest: a longer one reads no more, however much larger the image is that it passes over.
constexpr bool is_step(std::string_view dimension) noexcept { return dimension == "stride" || dimension == "dilation"; }

/// Which dimensions are.
template <std::size_t Rank, class Names>
constexpr std::array<bool, Rank> steps_among(const Names& dimensions) noexcept {
  std::array<bool, Rank> steps{};
  for (std::size_t i = 0; i < Rank; ++i) steps[i] = is_step(dimensions[i]);
  return steps;
}
template <Operation Op>
inline constexpr std::array<bool, rank<Op>> step_dimensions = steps_among<rank<Op>>(Op::dimensions);

/// A shape beyond a table, with the steps of the nearest one that it covers.
template <std::size_t Rank>
CALIB_INLINE constexpr coordinates<Rank> with_steps_of(const coordinates<Rank>& edge, coordinates<Rank> dims,
                                                       const std::array<bool, Rank>& steps) noexcept {
  for (std::size_t i = 0; i < Rank; ++i) {
    if (steps[i]) dims[i] = edge[i];
  }
  return dims;
}

template <Operation Op>
CALIB_INLINE constexpr double hold_utilisation(const Op& op, const Op& edge, double latency,
                                               const setting_facts& setting) noexcept {
  if constexpr (step_dimensions<Op> == std::array<bool, rank<Op>>{}) {
    return hold_utilisation(op.work(), edge.work(), latency, setting, precision_of<Op>);
  } else {
    const Op held = from_dims<Op>(with_steps_of(edge.dims(), op.dims(), step_dimensions<Op>));
    return hold_utilisation(held.work(), edge.work(), latency, setting, precision_of<Op>);
  }
}

/// Smaller than any shape, on each axis.
template <std::size_t Rank>
inline constexpr coordinates<Rank> least_sizes = [] {
  coordinates<Rank> sizes{};
  sizes.fill(1);
  return sizes;
}();

/// The latency beyond a table that read `latency` at its edge, where holding its utilisation gives `held`: a smaller
/// shape than were measured takes no less than the smallest of them, as calls and launches take their time.
template <std::size_t Rank, Table<Rank> Of>
CALIB_INLINE constexpr double no_less_than_smallest(const Of& table, std::size_t grid, double latency,
                                                    double held) noexcept {
  if (held >= latency) return held;
  const double least = interpolate(table, clamp_to_grid(table, least_sizes<Rank>), grid).latency;
  return held >= least ? held : least < latency ? least : latency;
}

/// The latency of `op` from a table of its kind.
template <Operation Op, Table<rank<Op>> Of>
CALIB_INLINE constexpr answer look_up(const Of& table, bool fitted, const setting_facts& setting,
                                      const Op& op) noexcept {
  const std::size_t grid = grid_of(table.classes, op);
  const reading read = interpolate(table, op.dims(), grid);
  if (!read.outside) {
    return {seconds{read.latency}, read.at_knot && !fitted ? source::measured : source::interpolated};
  }
  // The shape itself where a fitted grid reaches beyond what was measured.
  const Op edge = from_dims<Op>(clamp_to_grid(table, op.dims()));
  const double held = hold_utilisation(op, edge, read.latency, setting);
  return {seconds{no_less_than_smallest<rank<Op>>(table, grid, read.latency, held)}, source::extrapolated};
}

/// The answer of a table to a shape of these dimensions: extrapolated where the shape is off the line that was
/// measured.
template <std::size_t Rank>
CALIB_INLINE constexpr answer told_by(const table_facts& facts, const coordinates<Rank>& dims, answer found) noexcept {
  if (!facts.line.passes(dims)) found.source = source::extrapolated;
  return found;
}

/// Whether the roofline answers: every peak that the work needs is known. A roofline that knows one half of two would
/// answer for work that nobody asked for, and of a call without work it knows nothing.
constexpr bool has_roofline(work_kinds work, const machine_peaks& peaks, precision p) noexcept {
  return work.any() && peak_missing_for(work, peaks, p) == missing_peak::none;
}

/// The least time the peaks of a setting allow for this work, as the first step of a fallback.
CALIB_INLINE constexpr answer least_time(const cost& work, precision p, const setting_facts& setting) noexcept {
  return {roofline(work, setting.peaks, p).time(), source::roofline, 1};
}

template <Operation Op>
CALIB_INLINE constexpr answer least_time(const Op& op, const setting_facts& setting) noexcept {
  return least_time(op.work(), precision_of<Op>, setting);
}

/// Whether the table of one precision can be scaled to another: every peak that the work needs is known for both.
constexpr bool can_scale(work_kinds work, const machine_peaks& peaks, precision to, precision from) noexcept {
  return peak_missing_for(work, peaks, to) == missing_peak::none &&
         peak_missing_for(work, peaks, from) == missing_peak::none;
}

/// How many times longer work takes in one precision than in another, by their rooflines.
constexpr double roofline_ratio(const cost& work, precision p, const cost& known_work, precision known_p,
                                const machine_peaks& peaks) noexcept {
  const seconds wanted = roofline(work, peaks, p).time();
  const seconds known = roofline(known_work, peaks, known_p).time();
  return known.count() > 0 ? wanted / known : 1.0;  // without work there is nothing to scale
}

/// The latency of another table times a ratio, as the first step of a fallback.
constexpr answer scaled_answer(seconds latency, double ratio) noexcept { return {latency * ratio, source::scaled, 1}; }

/// The answer for a lowered operation, from that for the form that carries it out. Other shapes may have this form too;
/// and one of few pixels counts some of them less or more, so beyond a table the peak holds for `work()`, its own.
template <class Work>
CALIB_INLINE constexpr answer lowered_answer(answer of_form, const setting_facts& setting, precision p, Work work) {
  if (of_form.source == source::measured) of_form.source = source::interpolated;
  if (of_form.source == source::extrapolated) {
    const seconds least{least_beyond(work(), setting, p)};
    if (of_form.latency < least) of_form.latency = least;
  }
  return of_form;
}

/// The answer for an operation, from that for the form that carries it out. Throws impossible_shape where there is no
/// such shape: no table covers one, so others need no check.
template <Operation Op>
CALIB_INLINE constexpr answer answer_to(const Op& op, answer of_form, const setting_facts& setting) {
  if (of_form.source > source::interpolated) require_possible(op);
  if constexpr (Lowered<Op>) {
    return lowered_answer(of_form, setting, precision_of<Op>, [&op] { return op.work(); });
  } else {
    return of_form;
  }
}

}  // namespace detail
}  // namespace calib
