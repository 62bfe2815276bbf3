#pragma once
/// Operations with more dimensions than a table has axes. Such an operation is lowered: each shape of it is carried out
/// as one of a few forms, operations of few dimensions which are measured and have tables.
///
///   op::conv2d<f32>{... 3 x 3 ...}  ->  op::conv2d_3x3<f32>{.batch, .side, .in_channels, .out_channels}
///
/// A lowered operation names its forms, `using forms = type_list<...>`, and calls a function with the one that carries
/// it out: `op.lower(f)`. What is not told apart by a form costs the same as far as calib knows.

#include "calib/op/operation.hpp"
#include "calib/type_list.hpp"

namespace calib {

template <class Op>
concept Lowered = Operation<Op> && requires {
  typename Op::forms;
};

/// An operation that is measured as it is.
template <class Op>
concept Measured = Operation<Op> && !Lowered<Op>;

namespace detail {

template <Operation Op>
struct forms_of {
  using type = type_list<Op>;
};
template <Lowered Op>
struct forms_of<Op> {
  using type = typename Op::forms;
};

template <class List>
struct every_type;
template <class... T>
struct every_type<type_list<T...>> {
  template <class Holds>
  static constexpr bool satisfies(Holds holds) {
    return (holds.template operator()<T>() && ...);
  }
};

/// Whether `holds.template operator()<Form>()` for each form of an operation; for a measured one, for itself.
template <Operation Op, class Holds>
constexpr bool every_form(Holds holds) {
  return every_type<typename forms_of<Op>::type>::satisfies(holds);
}

/// f(form) for the form that carries the operation out; for a measured one, f(op).
template <Operation Op, class F>
CALIB_INLINE constexpr auto with_form(const Op& op, F&& f) {
  if constexpr (Lowered<Op>) {
    return op.lower(f);
  } else {
    return f(op);
  }
}

}  // namespace detail
}  // namespace calib
