#pragma once
/// Expects the two mappers to give the same answers: on every knot, and on shapes in, between and beyond the knots.

#include <gtest/gtest.h>

#include <ostream>
#include <random>
#include <span>
#include <string>
#include <string_view>

#include "calib/loaded_profile.hpp"
#include "calib/mapper.hpp"
#include "usual_shape.hpp"

namespace calib {

/// What a comparison that fails shows.
inline void PrintTo(const estimate& e, std::ostream* out) {
  *out << e.latency.count() << " s, efficiency " << e.efficiency << ", " << e.achieved_flops.value << " FLOP/s, "
       << e.achieved_bandwidth.value << " B/s, " << name(e.bound) << ", " << name(e.source) << ", step " << e.step
       << ", error " << e.error.median << ", " << e.error.p95 << " of " << e.error.count;
}

}  // namespace calib

namespace calib::test {

inline std::string shown(std::string_view operation, std::span<const std::size_t> dims) {
  std::string out{operation};
  for (const std::size_t d : dims) out += " " + std::to_string(d);
  return out;
}

template <class Op>
std::string shown(const Op& op) {
  return shown(Op::name, op.dims());
}

/// What a loaded profile says of one shape, by each of its ways.
struct loaded_answers {
  seconds latency, latency_of_bound_table;
  estimate estimated, of_bound_table, by_name, tried;
};

/// Not a template, nor inlined where it is called: profiles have a hundred tables.
inline void expect_same(const loaded_answers& found, const estimate& expected, std::string_view operation,
                        std::span<const std::size_t> dims) {
  if (found.latency == expected.latency && found.latency_of_bound_table == expected.latency &&
      found.estimated == expected && found.of_bound_table == expected && found.by_name == expected &&
      found.tried == expected) {
    return;
  }
  SCOPED_TRACE(shown(operation, dims));
  EXPECT_EQ(found.latency, expected.latency);
  EXPECT_EQ(found.latency_of_bound_table, expected.latency);
  EXPECT_EQ(found.estimated, expected);
  EXPECT_EQ(found.of_bound_table, expected);
  EXPECT_EQ(found.by_name, expected);
  EXPECT_EQ(found.tried, expected);
}

/// Calls `f` with every combination of the axes' knots.
template <std::size_t Rank, class F>
void for_each_knot(const table_view<Rank>& view, F&& f) {
  std::array<std::size_t, Rank> at{};
  for (;;) {
    std::array<std::size_t, Rank> where{};
    for (std::size_t i = 0; i < Rank; ++i) where[i] = static_cast<std::size_t>(view.axes[i].knots[at[i]]);
    f(where);
    std::size_t axis = Rank;
    while (axis > 0 && ++at[axis - 1] == view.axes[axis - 1].size) at[--axis] = 0;
    if (axis == 0) return;
  }
}

template <class P, class Key>
void compare_table(const loaded_profile& loaded) {
  using op_type = typename Key::operation;
  using compiled = mapper<P, typename Key::setting>;
  const std::string_view setting = compiled::facts().id;
  const auto bound = loaded.table<op_type>(setting);

  const auto compare = [&](const std::array<std::size_t, rank<op_type>>& dims) {
    const auto op = from_dims<op_type>(dims);
    expect_same({.latency = loaded.latency(op, setting),
                 .latency_of_bound_table = bound.latency(op),
                 .estimated = loaded.estimate(op, setting),
                 .of_bound_table = bound.estimate(op),
                 .by_name = loaded.estimate(op_type::name, precision_of<op_type>, dims, setting),
                 .tried = loaded.try_estimate(op, setting).value()},
                compiled::estimate(op), op_type::name, dims);
  };

  constexpr const auto& view = view_of<P, op_type, typename Key::setting>;
  for_each_knot(view, compare);
  std::mt19937_64 random(20250131);
  for (int i = 0; i < 1000; ++i) {
    std::array<std::size_t, rank<op_type>> dims{};
    for (std::size_t axis = 0; axis < dims.size(); ++axis) {
      // Within the knots most often, beyond them at times.
      const auto last = static_cast<std::size_t>(view.axes[axis].last());
      dims[axis] = std::uniform_int_distribution<std::size_t>(1, i % 4 == 0 ? 3 * last : last)(random);
    }
    compare(dims);
  }
}

/// Each of the operations at one shape; both mappers answer by the roofline or refuse. Returns how many are answered.
template <class P, class Operations>
std::size_t compare_rooflines(const loaded_profile& loaded) {
  std::size_t answered = 0;
  const auto compare = [&]<class Op>() {
    const auto dims = usual_shape<Op>(8);
    const auto op = from_dims<Op>(dims);
    SCOPED_TRACE(shown(op));
    if constexpr (mapper<P>::template answers<Op>) {
      const estimate expected = mapper<P>::estimate(op);
      EXPECT_EQ(expected.source, source::roofline);
      EXPECT_EQ(mapper<P>::latency(op), expected.latency);
      EXPECT_EQ(loaded.latency(op), expected.latency);
      EXPECT_EQ(loaded.estimate(op), expected);
      EXPECT_EQ(loaded.estimate(Op::name, precision_of<Op>, dims), expected);
      EXPECT_EQ(loaded.try_estimate(op).value(), expected);
      ++answered;
    } else {
      EXPECT_THROW((void)loaded.latency(op), no_table_error);
      EXPECT_FALSE(loaded.try_estimate(op));
    }
  };
  for_each_type<Operations>(compare);
  return answered;
}

/// Every table of the profile, in both mappers, on its knots and on 1000 shapes more; of a profile without tables, a
/// few of the rooflines that stand in for them.
template <class P>
void compare_profile(const loaded_profile& loaded) {
  EXPECT_EQ(loaded.id(), P::id);
  EXPECT_EQ(loaded.default_setting().id, mapper<P>::facts().id);
  if constexpr (P::tables::size == 0) {
    EXPECT_GT((compare_rooflines<P, type_list<op::gemm<f32>, op::relu<f32>, op::conv2d<f32>>>(loaded) +
               compare_rooflines<P, type_list<op::gemm<bf16>, op::gemm<fp8>, op::conv2d<i8>>>(loaded)),
              0U);
  }
  for_each_type<typename P::tables>([&]<class Key>() { compare_table<P, Key>(loaded); });
}

}  // namespace calib::test
