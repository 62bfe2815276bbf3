#pragma once
/// What a mapper does when its profile has no table for an operation. The default refuses to compile; the others answer
/// by a rule the caller names, and say so in the answer's source. Several rules in a row:
///
///   fallback::first_of<fallback::other_setting<setting::onednn_1t_warm>, fallback::roofline>
///
/// An estimate's `step` tells which of them answered, counted from 1. fallback_list.hpp has the same rules for profiles
/// that are read at run time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <ratio>
#include <string_view>
#include <type_traits>

#include "calib/compiled_table.hpp"
#include "calib/detail/inline.hpp"
#include "calib/look_up.hpp"
#include "calib/op/lowering.hpp"
#include "calib/profile.hpp"

namespace calib {
namespace fallback {

/// No answer: a compile error that says which table is missing.
struct error {};

/// The least time the theoretical peaks allow: a lower bound, source::roofline. No answer where a peak that the
/// operation needs is unknown.
struct roofline {};

/// The table of the same operation in the precision From, scaled by the ratio of the two rooflines: source::scaled. No
/// answer where a peak that one of the two needs is unknown.
template <Precision From>
struct scale_precision {};

/// The table of another setting of the same profile, its latency times Ratio: source::scaled.
template <class Setting, class Ratio = std::ratio<1>>
struct other_setting {};

/// The table of another profile, its latency times Ratio: source::scaled.
template <class Profile, class Setting = typename Profile::default_setting, class Ratio = std::ratio<1>>
struct other_profile {};

/// The first of these that has an answer.
template <class... Fallback>
struct first_of {};

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

/// Texts one after another.
template <std::size_t Size>
struct joined_text {
  std::array<char, Size> characters{};

  template <std::size_t Count>
  constexpr explicit joined_text(const std::array<std::string_view, Count>& parts) noexcept {
    std::size_t at = 0;
    for (const std::string_view part : parts) {
      for (const char c : part) characters[at++] = c;
    }
  }
};

/// The name of a step, from the texts that Step::parts() gives.
template <class Step>
inline constexpr auto step_text = [] {
  constexpr auto parts = Step::parts();
  constexpr std::size_t size = [&] {
    std::size_t sum = 0;
    for (const std::string_view part : parts) sum += part.size();
    return sum;
  }();
  return joined_text<size>(parts);
}();

/// What is the same for every fallback of one step.
template <class Step>
struct single_step {
  static constexpr std::uint16_t steps = 1;

  static constexpr std::string_view name(std::uint16_t) noexcept {
    return {step_text<Step>.characters.data(), step_text<Step>.characters.size()};
  }
};

/// A fallback applied: `possible` for a measured operation, and its answer for the operation asked for and the form
/// that carries it out; how many steps it has, and how each is called. Partial specialisations give the rules.
template <class Profile, class Setting, class Fallback>
struct applied_fallback {
  static constexpr std::uint16_t steps = 0;
  static constexpr bool by_roofline = false;

  template <Operation Op>
  static constexpr bool possible = false;

  static constexpr std::string_view name(std::uint16_t) noexcept { return {}; }
};

template <class Profile, class Setting>
struct applied_fallback<Profile, Setting, fallback::roofline>
    : single_step<applied_fallback<Profile, Setting, fallback::roofline>> {
  static constexpr bool by_roofline = true;

  template <Operation Op>
  static constexpr bool possible = has_roofline(kinds_of_work<Op>, setting_of<Profile, Setting>::facts.peaks,
                                                precision_of<Op>);

  static constexpr std::array<std::string_view, 1> parts() noexcept { return {"roofline"}; }

  template <Operation Op, Measured Form>
  static constexpr answer run(const Op& op, const Form&) noexcept {
    return least_time(op, setting_of<Profile, Setting>::facts);
  }
};

template <class Profile, class Setting, Precision From>
struct applied_fallback<Profile, Setting, fallback::scale_precision<From>>
    : single_step<applied_fallback<Profile, Setting, fallback::scale_precision<From>>> {
  static constexpr bool by_roofline = false;

  template <Operation Op>
  using rebound = typename rebind_precision<Op, From>::type;

  template <Operation Op>
  static constexpr bool possible = HasTable<Profile, rebound<Op>, Setting>&& can_scale(
      kinds_of_work<Op>, setting_of<Profile, Setting>::facts.peaks, precision_of<Op>, From::id);

  static constexpr std::array<std::string_view, 2> parts() noexcept {
    return {"scale_precision=", facts(From::id).name};
  }

  template <Operation Op, Measured Form>
  static constexpr answer run(const Op&, const Form& form) noexcept {
    constexpr const machine_peaks& peaks = setting_of<Profile, Setting>::facts.peaks;
    const auto other = from_dims<rebound<Form>>(form.dims());
    const double ratio = roofline_ratio(form.work(), precision_of<Form>, other.work(), From::id, peaks);
    return scaled_answer(look_up_in<Profile, Setting>(other).latency, ratio);
  }
};

template <class Profile, class Setting, class Ratio>
struct scaled_look_up {
  static constexpr bool by_roofline = false;

  template <Operation Op>
  static constexpr bool possible = HasTable<Profile, Op, Setting>;

  template <Operation Op, Measured Form>
  static constexpr answer run(const Op&, const Form& form) noexcept {
    static_assert(Ratio::num > 0, "calib: the ratio of a fallback is above 0");
    constexpr double ratio = static_cast<double>(Ratio::num) / static_cast<double>(Ratio::den);
    return scaled_answer(look_up_in<Profile, Setting>(form).latency, ratio);
  }
};

template <class Profile, class Setting, class Other, class Ratio>
struct applied_fallback<Profile, Setting, fallback::other_setting<Other, Ratio>>
    : scaled_look_up<Profile, Other, Ratio>,
      single_step<applied_fallback<Profile, Setting, fallback::other_setting<Other, Ratio>>> {
  static constexpr std::array<std::string_view, 2> parts() noexcept {
    return {"other_setting=", setting_of<Profile, Other>::facts.id};
  }
};

template <class Profile, class Setting, class Other, class OtherSetting, class Ratio>
struct applied_fallback<Profile, Setting, fallback::other_profile<Other, OtherSetting, Ratio>>
    : scaled_look_up<Other, OtherSetting, Ratio>,
      single_step<applied_fallback<Profile, Setting, fallback::other_profile<Other, OtherSetting, Ratio>>> {
  static constexpr std::array<std::string_view, 4> parts() noexcept {
    return {"other_profile=", Other::id, ":", setting_of<Other, OtherSetting>::facts.id};
  }
};

template <class Profile, class Setting, class First, class... Rest>
struct applied_fallback<Profile, Setting, fallback::first_of<First, Rest...>> {
  using first = applied_fallback<Profile, Setting, First>;
  using rest = applied_fallback<Profile, Setting, fallback::first_of<Rest...>>;

  static constexpr std::uint16_t steps = first::steps + rest::steps;
  static constexpr bool by_roofline = first::by_roofline || rest::by_roofline;

  template <Operation Op>
  static constexpr bool possible = first::template possible<Op> || rest::template possible<Op>;

  static constexpr std::string_view name(std::uint16_t step) noexcept {
    if (step <= first::steps) return first::name(step);
    return rest::name(static_cast<std::uint16_t>(step - first::steps));
  }

  template <Operation Op, Measured Form>
  static constexpr answer run(const Op& op, const Form& form) noexcept {
    if constexpr (first::template possible<Form>) {
      return first::run(op, form);
    } else {
      answer found = rest::run(op, form);
      found.step = static_cast<std::uint16_t>(found.step + first::steps);
      return found;
    }
  }
};

/// Whether the settings that a fallback names are there.
template <class Profile, class Fallback>
inline constexpr bool knows_settings_of = true;
template <class Profile, class Other, class Ratio>
inline constexpr bool knows_settings_of<Profile, fallback::other_setting<Other, Ratio>> = HasSetting<Profile, Other>;
template <class Profile, class Other, class OtherSetting, class Ratio>
inline constexpr bool knows_settings_of<Profile, fallback::other_profile<Other, OtherSetting, Ratio>> =
    HasSetting<Other, OtherSetting>;
template <class Profile, class... Step>
inline constexpr bool knows_settings_of<Profile, fallback::first_of<Step...>> = (knows_settings_of<Profile, Step> &&
                                                                                 ...);

}  // namespace detail
}  // namespace calib
