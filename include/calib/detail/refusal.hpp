#pragma once
/// How a mapper refuses. A compiler prints the types in a diagnostic, but no text that is made of constants: so types
/// name what is missing and what is there instead, next to a sentence.

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "calib/no_answer.hpp"
#include "calib/op/lowering.hpp"
#include "calib/profile.hpp"
#include "calib/type_list.hpp"

namespace calib::detail {

/// The setting that was asked.
template <class Profile, class Setting>
struct in;
/// The settings of the profile.
template <class... Setting>
struct settings_there;
/// Those that have what the asked one lacks.
template <class... Setting>
struct settings_that_have_it;
/// The arithmetic peaks that the asked setting has.
template <precision... P>
struct precisions_with_peak;

// The conditions of static_asserts. Each is the value of its last argument.
template <class Setting, class There, bool Value>
inline constexpr bool profile_has_setting = Value;
template <class Fallback, class There, bool Value>
inline constexpr bool profile_has_settings_of = Value;
template <class Op, class In, class Others, bool Value>
inline constexpr bool has_answer = Value;
template <class Op, class In, missing_peak Missing, class Known, bool Value>
inline constexpr bool has_peak = Value;

template <class List>
struct as_settings_there;
template <class... Setting>
struct as_settings_there<type_list<Setting...>> {
  using type = settings_there<Setting...>;
};

/// Whether `holds.template operator()<Form>()` for any form of an operation; for a measured one, for itself.
template <Operation Op, class Holds>
constexpr bool any_form(Holds holds) {
  return !every_form<Op>([holds]<Operation Form>() { return !holds.template operator()<Form>(); });
}

/// Whether the setting has a table of the operation, or of any of its forms.
template <class Profile, class Op, class Setting>
inline constexpr bool has_any_table = any_form<Op>([]<Operation Form>() { return HasTable<Profile, Form, Setting>; });

template <class Found, class Profile, class Op, class... Setting>
struct find_settings {
  using type = Found;
};
template <class... Found, class Profile, class Op, class Setting, class... Rest>
struct find_settings<settings_that_have_it<Found...>, Profile, Op, Setting, Rest...>
    : find_settings<std::conditional_t<has_any_table<Profile, Op, Setting>, settings_that_have_it<Found..., Setting>,
                                       settings_that_have_it<Found...>>,
                    Profile, Op, Rest...> {};

template <class Profile, class Op, class Settings>
struct settings_with;
template <class Profile, class Op, class... Setting>
struct settings_with<Profile, Op, type_list<Setting...>>
    : find_settings<settings_that_have_it<>, Profile, Op, Setting...> {};

/// settings_that_have_it of an operation in a profile. Looked for where they are needed: a compiler has better to do.
template <class Profile, class Op, bool Needed>
using others_with =
    typename settings_with<Profile, Op, std::conditional_t<Needed, typename Profile::settings, type_list<>>>::type;

template <class Found, class Facts, std::size_t P>
struct find_peaks {
  using type = Found;
};
template <precision... Found, class Facts, std::size_t P>
requires(P < precision_count) struct find_peaks<precisions_with_peak<Found...>, Facts, P>
    : find_peaks<
          std::conditional_t<(Facts::facts.peaks.arithmetic(static_cast<precision>(P)).value > 0),
                             precisions_with_peak<Found..., static_cast<precision>(P)>, precisions_with_peak<Found...>>,
          Facts, P + 1> {
};

/// precisions_with_peak of a setting, likewise.
template <class Profile, class Setting, bool Needed>
using peaks_known =
    typename find_peaks<precisions_with_peak<>, setting_of<Profile, Setting>, Needed ? 0 : precision_count>::type;

/// The peak that an operation lacks there, likewise.
template <class Op, class Profile, class Setting, bool Needed>
constexpr missing_peak lacking_peak() noexcept {
  if constexpr (Needed) {
    return peak_missing_for(kinds_of_work<Op>, setting_of<Profile, Setting>::facts.peaks, precision_of<Op>);
  }
  return missing_peak::none;
}

/// The number of the form that carries an operation out.
template <Lowered Op>
CALIB_INLINE constexpr std::size_t form_number(const Op& op) {
  return op.lower([]<Measured Form>(const Form&) { return position_in<Form>(typename Op::forms{}); });
}

template <std::size_t Number, class List>
struct type_at;
template <std::size_t Number, class First, class... Rest>
struct type_at<Number, type_list<First, Rest...>> : type_at<Number - 1, type_list<Rest...>> {};
template <class First, class... Rest>
struct type_at<0, type_list<First, Rest...>> {
  using type = First;
};

/// "conv2d_3x3 f32"
inline std::string table_label(std::string_view operation, precision p) {
  return std::string{operation} + " " + std::string{facts(p).name};
}

/// Throws no_table_error; the settings' ids are parted by commas.
[[noreturn]] inline void throw_no_table(std::string_view profile, std::string_view setting, std::string_view form,
                                        precision p, const std::string& others) {
  throw no_table_error(no_answer::no_table,
                       "profile " + std::string{profile} + " has no table of " + table_label(form, p) + " in setting " +
                           std::string{setting} +
                           (others.empty() ? ", nor in another: " : "; ask in " + others + ", or ") +
                           "measure it with `calib run --ops " + std::string{form} + " --precision " +
                           std::string{facts(p).name} + "`, or name a fallback (calib/fallback.hpp)");
}

template <class Profile, class... Setting>
std::string ids_of(const settings_that_have_it<Setting...>*) {
  std::string ids;
  ((ids += (ids.empty() ? "" : ", ") + std::string{setting_of<Profile, Setting>::facts.id}), ...);
  return ids;
}

/// Stands where an answer should be, for a shape whose form has none. Constant evaluation ends here, with this type in
/// the diagnostic; at run time an error is thrown.
template <class Form, class In, class Others>
struct no_table_of;

template <class Form, class Profile, class Setting, class Others>
struct no_table_of<Form, in<Profile, Setting>, Others> {
  explicit no_table_of(const char*) {}

  template <class Answer>
  [[noreturn]] operator Answer() const {
    throw_no_table(Profile::id, setting_of<Profile, Setting>::facts.id, Form::name, precision_of<Form>,
                   ids_of<Profile>(static_cast<const Others*>(nullptr)));
  }
};

}  // namespace calib::detail
