#pragma once
/// A list of types, and a loop over it. Cheap to compile, unlike a tuple; `manifest.hpp` lifts it into Boost.Hana.

#include <cstddef>
#include <type_traits>

namespace calib {

template <class... T>
struct type_list {
  static constexpr auto size = sizeof...(T);
};

namespace detail {

template <class List>
struct for_each_type_impl;

template <class... T>
struct for_each_type_impl<type_list<T...>> {
  template <class F>
  static constexpr void run(F& f) {
    // Not a fold over the comma, which nests as deep as the list is long: clang++ ends at 256, and a profile of three
    // libraries has more tables.
    const bool done[] = {true, (static_cast<void>(f.template operator()<T>()), true)...};
    static_cast<void>(done);
  }
};

/// The position of a type in a list; the list's size if it is not there.
template <class T, class... All>
constexpr std::size_t position_in(type_list<All...>) noexcept {
  std::size_t position = 0;
  static_cast<void>(((std::is_same_v<T, All> || (++position, false)) || ...));
  return position;
}

}  // namespace detail

/// Calls `f.template operator()<T>()` for each T of the list, in order.
template <class List, class F>
constexpr void for_each_type(F&& f) {
  detail::for_each_type_impl<List>::run(f);
}

}  // namespace calib
