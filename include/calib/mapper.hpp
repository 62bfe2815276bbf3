#pragma once
/// Answers how long an operation takes, from the tables of a profile compiled into the program.
///
/// With a literal shape an answer is a constant; with a run-time shape it is an interpolation of a few nanoseconds.
/// Everything is static: a mapper holds nothing.

#include <cstddef>
#include <span>

#include "calib/compiled_table.hpp"
#include "calib/detail/inline.hpp"
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

  /// Seconds of each of many shapes, as latency() gives them, in less time where shapes come by the hundred. `shapes`
  /// is a span, vector or array of one operation. Throws shape_count_error.
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
  /// latency_grid<op::gemm<f32>>({ms, ns, ks}, out). Throws shape_count_error.
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
  template <Operation Op>
  static constexpr bool has_one_table = Measured<Op>&& HasTable<P, Op, Setting>;

  template <Operation Op>
  static constexpr detail::inner_table inner{view_of<P, Op, Setting>};

  template <Operation Op>
  static constexpr detail::shape_rules<Op> rules{view_of<P, Op, Setting>.classes, facts()};

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
