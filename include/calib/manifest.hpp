#pragma once
/// What a profile holds, as a Boost.Hana map from table keys to table descriptions: enumerate it, ask what it contains,
/// compare it with another profile. Look-ups do not need this header and do not pay for it.

#include <boost/hana/contains.hpp>
#include <boost/hana/difference.hpp>
#include <boost/hana/intersection.hpp>
#include <boost/hana/map.hpp>
#include <boost/hana/pair.hpp>
#include <boost/hana/set.hpp>
#include <boost/hana/type.hpp>

#include "calib/profile.hpp"

namespace calib {

/// A table in words and numbers.
struct table_description {
  std::string_view operation;
  calib::precision precision;
  std::string_view setting;
  std::size_t knots;  ///< grid points
  table_facts facts;
};

namespace detail {

template <class P, class Key>
struct described;

template <class P, class Op, class Setting>
struct described<P, table_key<Op, Setting>> {
  static constexpr table_description value{
      .operation = Op::name,
      .precision = precision_of<Op>,
      .setting = setting_of<P, Setting>::facts.id,
      .knots = std::size(table<P, Op, Setting>::latency),
      .facts = table<P, Op, Setting>::facts,
  };
};

template <class P, class... Key>
constexpr auto make_manifest(type_list<Key...>) {
  return boost::hana::make_map(boost::hana::make_pair(boost::hana::type_c<Key>, described<P, Key>::value)...);
}

template <class... Key>
constexpr auto make_key_set(type_list<Key...>) {
  return boost::hana::make_set(boost::hana::type_c<Key>...);
}

}  // namespace detail

/// hana::map: type_c<table_key<Op, Setting>> -> table_description, one entry for each table of the profile.
template <Profile P>
inline constexpr auto manifest = detail::make_manifest<P>(typename P::tables{});

/// hana::set of the table keys of a profile.
template <Profile P>
inline constexpr auto table_keys = detail::make_key_set(typename P::tables{});

/// Whether the profile has a table for the operation in the setting.
template <Profile P, Operation Op, class Setting = typename P::default_setting>
inline constexpr bool contains =
    decltype(boost::hana::contains(table_keys<P>, boost::hana::type_c<table_key<Op, Setting>>))::value;

/// hana::set of the tables both profiles have.
template <Profile A, Profile B>
inline constexpr auto common_tables = boost::hana::intersection(table_keys<A>, table_keys<B>);

/// hana::set of the tables that A has and B lacks.
template <Profile A, Profile B>
inline constexpr auto missing_tables = boost::hana::difference(table_keys<A>, table_keys<B>);

}  // namespace calib
