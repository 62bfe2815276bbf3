#pragma once
/// The tables of a profile that is compiled in, as the look-up takes them. What is made of their numbers, indices and
/// views, is made at compile time.

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "calib/detail/inline.hpp"
#include "calib/look_up.hpp"
#include "calib/profile.hpp"
#include "calib/table.hpp"

namespace calib {

namespace detail {

/// What index_axis makes of an axis.
template <std::size_t Buckets, std::size_t Segments>
struct axis_index {
  std::array<std::uint16_t, Buckets> buckets;
  std::array<double, Segments> inverse_widths;
  std::size_t steps;
};

template <const auto& Knots>
inline constexpr auto index_of = [] {
  constexpr std::size_t size = std::size(Knots);
  axis_index<bucket_of(static_cast<std::uint64_t>(Knots[size - 1])) + 1, segment_count(size)> index{};
  index.steps = index_axis(Knots, size, index.buckets.data(), index.inverse_widths.data());
  return index;
}();

template <class T>
concept HasPhases = requires {
  T::phases[0];
};

template <class T>
constexpr axis_phase phase_of([[maybe_unused]] std::size_t axis) noexcept {
  if constexpr (HasPhases<T>) {
    return T::phases[axis];
  } else {
    return {};
  }
}

template <class T>
concept HasRanges = requires {
  T::measured[0];
};

template <class T>
constexpr axis_range range_of([[maybe_unused]] std::size_t axis) noexcept {
  if constexpr (HasRanges<T>) {
    return T::measured[axis];
  } else {
    return {};
  }
}

template <class T>
concept HasClasses = requires {
  T::classes[0];
};

template <class T>
constexpr shape_classes classes_of() noexcept {
  if constexpr (HasClasses<T>) {
    return T::classes;
  } else {
    return {};
  }
}

template <class T, const auto&... Knots, std::size_t... I>
constexpr table_view<sizeof...(Knots)> view(axis_list<Knots...>, std::index_sequence<I...>) noexcept {
  return {{axis_view{Knots, index_of<Knots>.buckets.data(), index_of<Knots>.inverse_widths.data(), std::size(Knots),
                     index_of<Knots>.steps, phase_of<T>(I), range_of<T>(I)}...},
          T::latency,
          classes_of<T>()};
}

}  // namespace detail

/// The view of a compiled-in table.
template <class Profile, class Op, class Setting>
requires HasTable<Profile, Op, Setting>
inline constexpr auto view_of = detail::view<table<Profile, Op, Setting>>(typename table<Profile, Op, Setting>::axes{},
                                                                          std::make_index_sequence<rank<Op>>{});

namespace detail {

/// The latency of `op` from its table in a profile.
template <class Profile, class Setting, Operation Op>
CALIB_INLINE constexpr answer look_up_in(const Op& op) noexcept {
  constexpr const table_facts& facts = table<Profile, Op, Setting>::facts;
  return told_by(facts, op.dims(),
                 look_up(view_of<Profile, Op, Setting>, facts.fitted, setting_of<Profile, Setting>::facts, op));
}

}  // namespace detail
}  // namespace calib
