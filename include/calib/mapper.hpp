#pragma once
/// Answers how long an operation takes, from the tables of a profile compiled into the program.
///
/// With a literal shape an answer is a constant; with a run-time shape it is an interpolation of a few nanoseconds.
/// Everything is static: a mapper holds nothing.
///
/// What has no answer does not compile. A lowered operation is the exception, as its shape decides which table is asked
/// (op/lowering.hpp): it compiles where any of its forms has an answer. A shape of another form is then an error in a
/// constant expression, and throws no_table_error at run time. So does a shape that there cannot be (op/problem.hpp):
/// impossible_shape.

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include "calib/compiled_table.hpp"
#include "calib/detail/inline.hpp"
#include "calib/detail/refusal.hpp"
#include "calib/estimate.hpp"
#include "calib/fallback.hpp"
#include "calib/look_up_batch.hpp"
#include "calib/look_up_grid.hpp"
#include "calib/many_shapes.hpp"
#include "calib/op/lowering.hpp"
#include "calib/profile.hpp"

namespace calib {

template <Profile P, class Setting = typename P::default_setting, class Fallback = fallback::usual<P>>
class mapper {
  static constexpr bool settings_known = HasSetting<P, Setting> && detail::knows_settings_of<P, Fallback>;
  using settings_there = typename detail::as_settings_there<typename P::settings>::type;
  static_assert(detail::profile_has_setting<Setting, settings_there, HasSetting<P, Setting>>,
                "calib: the profile has no such setting; it has those in settings_there: name one of them");
  static_assert(detail::profile_has_settings_of<Fallback, settings_there, detail::knows_settings_of<P, Fallback>>,
                "calib: a fallback names a setting that its profile does not have; name one in settings_there, or of "
                "the other profile");

  using rule = detail::applied_fallback<P, Setting, std::conditional_t<settings_known, Fallback, fallback::error>>;

  template <Operation Form>
  static constexpr bool answers_form = HasTable<P, Form, Setting> || rule::template possible<Form>;

 public:
  using profile = P;
  using setting = Setting;

  /// What is known of the setting that answers.
  static constexpr const setting_facts& facts() noexcept { return setting_of<P, Setting>::facts; }

  /// Whether the profile has a table for the operation in this setting; for a lowered one, for each of its forms.
  template <Operation Op>
  static constexpr bool has = detail::every_form<Op>([]<Operation Form>() { return HasTable<P, Form, Setting>; });

  /// Whether every shape has an answer: by a table, or by the fallback's rule.
  template <Operation Op>
  static constexpr bool answers = detail::every_form<Op>([]<Operation Form>() { return answers_form<Form>; });

  /// Whether any shape has: not the same for a lowered operation, whose forms have tables of their own.
  template <Operation Op>
  static constexpr bool answers_some = detail::any_form<Op>([]<Operation Form>() { return answers_form<Form>; });

  /// Whether this shape has an answer: of a lowered operation, whether its form has.
  template <Operation Op>
  static constexpr bool answers_shape(const Op& op) noexcept {
    if constexpr (answers<Op> || !answers_some<Op>) {
      return answers<Op>;
    } else {
      return !has_no_answer<Op>(detail::form_number(op));
    }
  }

  /// Seconds the operation takes.
  template <Operation Op>
  CALIB_INLINE static constexpr seconds latency(const Op& op) {
    // Said here and in estimate(), not once below them: each level of calls adds lines to the diagnostic.
    static_assert(detail::has_answer<Op, detail::in<P, Setting>, others<Op, lacks_table<Op>>, !lacks_table<Op>>,
                  "calib: no table of this operation and precision in this setting: ask in one of the settings that "
                  "have it, if any; or measure it (calib run --ops, --precision), or name a fallback "
                  "(calib/fallback.hpp)");
    static_assert(detail::has_peak<Op, detail::in<P, Setting>, missing<Op>, known_peaks<Op>, !lacks_peak<Op>>,
                  "calib: the roofline was to answer, and lacks a peak that this operation needs: add it to the peaks "
                  "of this setting in the profile, or ask in a precision whose peak is there");
    if constexpr (Lowered<Op> && !answers<Op>) {
      const std::size_t form = detail::form_number(op);
      if (has_no_answer<Op>(form)) detail::require_possible(op);
      if constexpr (lacks<Op, 0>)
        if (form == 0) return lacking<Op, 0>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 1>)
        if (form == 1) return lacking<Op, 1>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 2>)
        if (form == 2) return lacking<Op, 2>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 3>)
        if (form == 3) return lacking<Op, 3>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 4>)
        if (form == 4) return lacking<Op, 4>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 5>)
        if (form == 5) return lacking<Op, 5>("calib: no table of this form of the operation in this setting");
    }
    if constexpr (Lowered<Op>) {
      return op.lower([&op](const auto& form) { return answer_for(op, form).latency; });
    } else {  // no lambda: not every compiler folds through one
      return answer_for(op, op).latency;
    }
  }

  /// Latency with what follows from it: efficiency, rates, bound, source, step and error band.
  template <Operation Op>
  CALIB_INLINE static constexpr calib::estimate estimate(const Op& op) {
    static_assert(detail::has_answer<Op, detail::in<P, Setting>, others<Op, lacks_table<Op>>, !lacks_table<Op>>,
                  "calib: no table of this operation and precision in this setting: ask in one of the settings that "
                  "have it, if any; or measure it (calib run --ops, --precision), or name a fallback "
                  "(calib/fallback.hpp)");
    static_assert(detail::has_peak<Op, detail::in<P, Setting>, missing<Op>, known_peaks<Op>, !lacks_peak<Op>>,
                  "calib: the roofline was to answer, and lacks a peak that this operation needs: add it to the peaks "
                  "of this setting in the profile, or ask in a precision whose peak is there");
    if constexpr (Lowered<Op> && !answers<Op>) {
      const std::size_t form = detail::form_number(op);
      if (has_no_answer<Op>(form)) detail::require_possible(op);
      if constexpr (lacks<Op, 0>)
        if (form == 0) return lacking<Op, 0>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 1>)
        if (form == 1) return lacking<Op, 1>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 2>)
        if (form == 2) return lacking<Op, 2>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 3>)
        if (form == 3) return lacking<Op, 3>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 4>)
        if (form == 4) return lacking<Op, 4>("calib: no table of this form of the operation in this setting");
      if constexpr (lacks<Op, 5>)
        if (form == 5) return lacking<Op, 5>("calib: no table of this form of the operation in this setting");
    }
    if constexpr (!answers_some<Op>) {
      return {};  // already refused
    } else if constexpr (Lowered<Op>) {
      return op.lower(
          [&op](const auto& form) { return detail::describe(answer_for(op, form), facts(), error_of(form), op); });
    } else {
      return detail::describe(answer_for(op, op), facts(), error_of(op), op);
    }
  }

  /// What an estimate of this mapper came from, as `calib estimate --fallback` spells it: "table",
  /// "other_setting=onednn_1t_warm", "roofline".
  static constexpr std::string_view step_name(const calib::estimate& e) noexcept {
    return e.step == 0 ? "table" : rule::name(e.step);
  }

  /// Seconds of each of many shapes, as latency() gives them, in less time where shapes come by the hundred. `shapes`
  /// is a span, vector or array of one operation. Throws shape_count_error, and what latency() throws.
  template <std::ranges::contiguous_range Shapes>
  requires Operation<std::ranges::range_value_t<Shapes>>
  static constexpr void latencies(const Shapes& shapes, std::span<seconds> out) {
    using Op = std::ranges::range_value_t<Shapes>;
    const Op* const first = std::ranges::data(shapes);
    detail::check_places(std::ranges::size(shapes), out.size());
    if constexpr (has_one_table<Op>) {
      const auto dims_of = [first](std::size_t i) { return first[i].dims(); };
      detail::look_up_batch(inner<Op>, rules<Op>, dims_of, out.size(), out.data());
    } else {
      for (std::size_t i = 0; i < out.size(); ++i) out[i] = latency(first[i]);
    }
  }

  /// Seconds of every combination of sizes, in row-major order, the last dimension fastest:
  /// latency_grid<op::gemm<f32>>({ms, ns, ks}, out). Throws shape_count_error, and what latency() throws.
  template <Operation Op>
  static constexpr void latency_grid(const grid_sizes<rank<Op>>& sizes, std::span<seconds> out) {
    detail::check_places(detail::shapes_in(sizes), out.size());
    if constexpr (has_one_table<Op>) {
      detail::look_up_grid(view_of<P, Op, Setting>, rules<Op>, sizes, out.data());
    } else {
      coordinates<rank<Op>> dims{};
      seconds* next = out.data();
      detail::for_each_shape(sizes, dims, [&next](const auto& each) { *next++ = latency(from_dims<Op>(each)); });
    }
  }

 private:
  /// Whether only a peak stands between the operation and its roofline.
  template <Operation Op>
  static constexpr bool lacks_peak = rule::by_roofline && !answers_some<Op> && detail::kinds_of_work<Op>.any();

  /// Whether there is anything to refuse in latency() and estimate(): a table, or a peak. Where a setting is unknown
  /// that has been said.
  template <Operation Op>
  static constexpr bool lacks_table = settings_known && !answers_some<Op> && !lacks_peak<Op>;

  // For the diagnostics.
  template <Operation Op, bool Needed>
  using others = detail::others_with<P, Op, Needed>;
  template <Operation Op>
  using known_peaks = detail::peaks_known<P, Setting, lacks_peak<Op>>;
  template <Operation Op>
  static constexpr missing_peak missing = detail::lacking_peak<Op, P, Setting, lacks_peak<Op>>();

  /// The Number-th form of an operation, whether it has no answer, and what then stands in for one.
  template <Operation Op, std::size_t Number>
  using form_at = typename detail::type_at<Number, typename Op::forms>::type;

  template <Operation Op, std::size_t Number>
  static constexpr bool lacks = [] {
    static_assert(Op::forms::size <= 6,
                  "calib: latency() and estimate() take at most 6 forms: give both one more case");
    if constexpr (Number < Op::forms::size) return !answers_form<form_at<Op, Number>>;
    return false;
  }();

  /// Whether it is the form of that number which has none.
  template <Operation Op>
  static constexpr bool has_no_answer(std::size_t number) noexcept {
    return []<std::size_t... I>(std::size_t n, std::index_sequence<I...>) { return ((n == I && lacks<Op, I>) || ...); }
    (number, std::make_index_sequence<Op::forms::size>{});
  }

  template <Operation Op, std::size_t Number>
  using lacking = detail::no_table_of<form_at<Op, Number>, detail::in<P, Setting>, others<form_at<Op, Number>, true>>;

  template <Operation Op>
  static constexpr bool has_one_table = Measured<Op>&& HasTable<P, Op, Setting>;

  template <Operation Op>
  static constexpr detail::inner_table inner{view_of<P, Op, Setting>};

  template <Operation Op>
  static constexpr detail::shape_rules<Op> rules{view_of<P, Op, Setting>.classes, facts()};

  template <Operation Op, Measured Form>
  CALIB_INLINE static constexpr detail::answer answer_for(const Op& op, const Form& form) {
    if constexpr (HasTable<P, Form, Setting>) {
      return detail::answer_to(op, detail::look_up_in<P, Setting>(form), facts());
    } else if constexpr (answers_form<Form>) {
      return detail::answer_to(op, rule::run(op, form), facts());
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
