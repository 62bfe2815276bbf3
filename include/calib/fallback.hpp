#pragma once
/// What a mapper does when its profile has no table for an operation. The default refuses to compile; the others answer
/// by a rule the caller names, and say so in the answer's source.

#include <array>
#include <cstddef>
#include <ratio>
#include <type_traits>

#include "calib/compiled_table.hpp"
#include "calib/look_up.hpp"
#include "calib/op/lowering.hpp"
#include "calib/profile.hpp"

namespace calib {
namespace fallback {

/// No answer: a compile error that says which table is missing.
struct error {};

/// The least time the theoretical peaks allow: a lower bound, source::roofline.
struct roofline {};

/// The table of the same operation in the precision From, scaled by the ratio of the two rooflines: source::scaled.
template <Precision From>
struct scale_precision {};

/// The table of another setting of the same profile, its latency times Ratio: source::scaled.
template <class Setting, class Ratio = std::ratio<1>>
struct other_setting {};

/// The table of another profile, its latency times Ratio: source::scaled.
template <class Profile, class Setting = typename Profile::default_setting, class Ratio = std::ratio<1>>
struct other_profile {};

/// Where none is named: an error, but the roofline for a profile without any table. Who takes a datasheet for a profile
/// has chosen already.
template <class Profile>
using usual = std::conditional_t<Profile::tables::size == 0, roofline, error>;

}  // namespace fallback

namespace detail {

template <class Op, Precision P>
struct rebind_precision;

template <template <Precision> class Op, class From, Precision P>
struct rebind_precision<Op<From>, P> {
  using type = Op<P>;
};

template <template <Precision, class> class Op, class From, class Kind, Precision P>
struct rebind_precision<Op<From, Kind>, P> {
  using type = Op<P, Kind>;
};

template <Operation Op>
constexpr std::array<std::size_t, rank<Op>> filled_dims(std::size_t size) noexcept {
  std::array<std::size_t, rank<Op>> dims{};
  dims.fill(size);
  return dims;
}

/// Whether two precisions can be compared by their rooflines: the operation does no arithmetic, or both peaks are
/// known.
template <Operation Op, Operation Other>
constexpr bool comparable(const machine_peaks& peaks) noexcept {
  const bool computes = from_dims<Op>(filled_dims<Op>(1)).work().arithmetic.value > 0;
  return !computes || (peaks.arithmetic(precision_of<Op>).value > 0 && peaks.arithmetic(precision_of<Other>).value > 0);
}

/// A fallback applied: `possible` for a measured operation, and its answer for the operation asked for and the form
/// that carries it out. Partial specialisations give the rules.
template <class Profile, class Setting, class Fallback>
struct applied_fallback {
  template <Operation Op>
  static constexpr bool possible = false;
};

template <class Profile, class Setting>
struct applied_fallback<Profile, Setting, fallback::roofline> {
  template <Operation Op>
  static constexpr bool possible = has_roofline(setting_of<Profile, Setting>::facts.peaks, precision_of<Op>);

  template <Operation Op, Measured Form>
  static constexpr answer run(const Op& op, const Form&) noexcept {
    return least_time(op, setting_of<Profile, Setting>::facts);
  }
};

template <class Profile, class Setting, Precision From>
struct applied_fallback<Profile, Setting, fallback::scale_precision<From>> {
  template <Operation Op>
  using rebound = typename rebind_precision<Op, From>::type;

  template <Operation Op>
  static constexpr bool possible =
      HasTable<Profile, rebound<Op>, Setting>&& comparable<Op, rebound<Op>>(setting_of<Profile, Setting>::facts.peaks);

  template <Operation Op, Measured Form>
  static constexpr answer run(const Op&, const Form& form) noexcept {
    constexpr const machine_peaks& peaks = setting_of<Profile, Setting>::facts.peaks;
    const auto other = from_dims<rebound<Form>>(form.dims());
    const seconds wanted = calib::roofline(form.work(), peaks, precision_of<Form>).time();
    const seconds known = calib::roofline(other.work(), peaks, From::id).time();
    const double ratio = known.count() > 0 ? wanted / known : 1.0;  // without work there is nothing to scale
    return {look_up_in<Profile, Setting>(other).latency * ratio, source::scaled};
  }
};

template <class Profile, class Setting, class Ratio>
struct scaled_look_up {
  template <Operation Op>
  static constexpr bool possible = HasTable<Profile, Op, Setting>;

  template <Operation Op, Measured Form>
  static constexpr answer run(const Op&, const Form& form) noexcept {
    constexpr double ratio = static_cast<double>(Ratio::num) / static_cast<double>(Ratio::den);
    return {look_up_in<Profile, Setting>(form).latency * ratio, source::scaled};
  }
};

template <class Profile, class Setting, class Other, class Ratio>
struct applied_fallback<Profile, Setting, fallback::other_setting<Other, Ratio>>
    : scaled_look_up<Profile, Other, Ratio> {};

template <class Profile, class Setting, class Other, class OtherSetting, class Ratio>
struct applied_fallback<Profile, Setting, fallback::other_profile<Other, OtherSetting, Ratio>>
    : scaled_look_up<Other, OtherSetting, Ratio> {};

}  // namespace detail
}  // namespace calib
