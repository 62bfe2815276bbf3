#pragma once
/// Answers how long an operation takes, from the tables of a profile compiled into the program.
///
/// With a literal shape an answer is a constant; with a run-time shape it is an interpolation of a few nanoseconds.
/// Everything is static: a mapper holds nothing.

#include "calib/estimate.hpp"
#include "calib/fallback.hpp"
#include "calib/op/lowering.hpp"
#include "calib/profile.hpp"

namespace calib {

template <Profile P, class Setting = typename P::default_setting, class Fallback = fallback::usual<P>>
class mapper {
 public:
  using profile = P;
  using setting = Setting;

  /// What is known of the setting that answers.
  static constexpr const setting_facts& facts() noexcept { return setting_of<P, Setting>::facts; }

  /// Whether the profile has a table for the operation in this setting; for a lowered one, for each of its forms.
  template <Operation Op>
  static constexpr bool has = detail::every_form<Op>([]<Operation Form>() { return HasTable<P, Form, Setting>; });

  /// Whether there is an answer: a table, or the fallback's rule.
  template <Operation Op>
  static constexpr bool answers = detail::every_form<Op>([]<Operation Form>() {
    return HasTable<P, Form, Setting> || detail::applied_fallback<P, Setting, Fallback>::template possible<Form>;
  });

  /// Seconds the operation takes.
  template <Operation Op>
  CALIB_INLINE static constexpr seconds latency(const Op& op) noexcept {
    // Said here and in estimate(), not once below them: each level of calls adds lines to the diagnostic.
    static_assert(answers<Op>,
                  "calib: the profile has no table for this operation, precision and setting: calibrate it "
                  "(calib run --ops, --precision) or name a fallback (calib/fallback.hpp)");
    if constexpr (Lowered<Op>) {
      return op.lower([&op](const auto& form) { return answer_for(op, form).latency; });
    } else {  // no lambda: not every compiler folds through one
      return answer_for(op, op).latency;
    }
  }

  /// Latency with what follows from it: efficiency, rates, bound, source and error band.
  template <Operation Op>
  CALIB_INLINE static constexpr calib::estimate estimate(const Op& op) noexcept {
    static_assert(answers<Op>,
                  "calib: the profile has no table for this operation, precision and setting: calibrate it "
                  "(calib run --ops, --precision) or name a fallback (calib/fallback.hpp)");
    if constexpr (Lowered<Op>) {
      return op.lower(
          [&op](const auto& form) { return detail::describe(answer_for(op, form), facts(), error_of(form), op); });
    } else {
      return detail::describe(answer_for(op, op), facts(), error_of(op), op);
    }
  }

 private:
  template <Operation Op, Measured Form>
  CALIB_INLINE static constexpr detail::answer answer_for(const Op& op, const Form& form) noexcept {
    if constexpr (HasTable<P, Form, Setting>) {
      return detail::answer_to(op, detail::look_up_in<P, Setting>(form));
    } else if constexpr (answers<Op>) {
      return detail::applied_fallback<P, Setting, Fallback>::run(op, form);
    } else {
      return {};  // already refused
    }
  }

  template <Measured Form>
  static constexpr error_band error_of(const Form&) noexcept {
    if constexpr (HasTable<P, Form, Setting>) return table<P, Form, Setting>::facts.error;
    return {};
  }
};

}  // namespace calib
