#pragma once
/// What a generated profile header provides, and how the library finds it.
///
/// A profile is a type with an id, a name, a default setting, the list of its settings and the list of its tables.
/// Facts and numbers are found by explicit specialisation, one for each setting and each table, which is the cheapest
/// form to compile: a look-up in one table does not touch the others.

#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>

#include "calib/estimate.hpp"
#include "calib/type_list.hpp"

namespace calib {

/// Generated profile types live here: `profiles::intel_i7_12700k`.
namespace profiles {}

/// The schema version of profiles that this library understands, in JSON and in generated headers.
inline constexpr int schema_version = 1;

/// Names a table: an operation with its precision, in one setting.
template <Operation Op, class Setting>
struct table_key {
  using operation = Op;
  using setting = Setting;
};

template <class T>
concept Profile = requires {
  { T::schema } -> std::convertible_to<int>;
  { T::id } -> std::convertible_to<std::string_view>;
  { T::name } -> std::convertible_to<std::string_view>;
  typename T::default_setting;
  typename T::settings;  // type_list of setting tags
  typename T::tables;    // type_list of table_key
};

/// Specialised by generated headers: `static constexpr setting_facts facts{...}`.
template <class Profile, class Setting>
struct setting_of;

/// The knots of a table's axes: references to its arrays, in the order of the operation's dimensions.
template <const auto&... Knots>
struct axis_list {};

/// Specialised by generated headers for each table:
///   static constexpr table_facts facts{...};
///   static constexpr double m[] = {...}, ...;        the knots of each axis, named as the dimension
///   using axes = axis_list<m, ...>;
///   static constexpr axis_phase phases[] = {...};    of each axis; only where one of them has a phase
///   static constexpr axis_range measured[] = {...};  likewise, where knots reach beyond the sizes measured
///   static constexpr shape_classes classes{...};     only where shapes are told apart
///   static constexpr double latency[] = {...};       seconds, last axis fastest, grid after grid (grid_of)
template <class Profile, class Op, class Setting>
struct table;

template <class Profile, class Op, class Setting>
concept HasTable = Operation<Op> && requires {
  table<Profile, Op, Setting>::latency[0];
};

namespace detail {

template <const auto& Knots>
inline constexpr auto buckets = [] {
  std::array<std::uint16_t, bucket_of(static_cast<std::uint64_t>(Knots[std::size(Knots) - 1])) + 1> index{};
  index_buckets(Knots, std::size(Knots), index.data());
  return index;
}();

template <class Table>
concept HasPhases = requires {
  Table::phases[0];
};

template <class Table>
constexpr axis_phase phase_of([[maybe_unused]] std::size_t axis) noexcept {
  if constexpr (HasPhases<Table>) {
    return Table::phases[axis];
  } else {
    return {};
  }
}

template <class Table>
concept HasRanges = requires {
  Table::measured[0];
};

template <class Table>
constexpr axis_range range_of([[maybe_unused]] std::size_t axis) noexcept {
  if constexpr (HasRanges<Table>) {
    return Table::measured[axis];
  } else {
    return {};
  }
}

template <class Table>
concept HasClasses = requires {
  Table::classes[0];
};

template <class Table>
constexpr shape_classes classes_of() noexcept {
  if constexpr (HasClasses<Table>) {
    return Table::classes;
  } else {
    return {};
  }
}

template <class Table, const auto&... Knots, std::size_t... I>
constexpr table_view<sizeof...(Knots)> view(axis_list<Knots...>, std::index_sequence<I...>) noexcept {
  return {{axis_view{Knots, buckets<Knots>.data(), std::size(Knots), phase_of<Table>(I), range_of<Table>(I)}...},
          Table::latency,
          classes_of<Table>()};
}

}  // namespace detail

/// The view of a compiled-in table.
template <class Profile, class Op, class Setting>
requires HasTable<Profile, Op, Setting>
inline constexpr auto view_of = detail::view<table<Profile, Op, Setting>>(typename table<Profile, Op, Setting>::axes{},
                                                                          std::make_index_sequence<rank<Op>>{});

}  // namespace calib
