#pragma once
/// What a generated profile header provides, and how the library finds it.
///
/// A profile is a type with an id, a name, a default setting, the list of its settings and the list of its tables.
/// Facts and numbers are found by explicit specialisation, one for each setting and each table, which is the cheapest
/// form to compile: a look-up in one table does not touch the others.

#include <concepts>
#include <string_view>

#include "calib/axis.hpp"
#include "calib/op/operation.hpp"
#include "calib/setting.hpp"
#include "calib/shape_class.hpp"
#include "calib/table_facts.hpp"
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

template <class Profile, class Setting>
concept HasSetting = requires {
  setting_of<Profile, Setting>::facts;
};

template <class Profile, class Op, class Setting>
concept HasTable = Operation<Op> && requires {
  table<Profile, Op, Setting>::latency[0];
};

}  // namespace calib
