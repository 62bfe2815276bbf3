#pragma once
/// Many shapes at once: what the caller gives, and the error where it does not fit together.

#include <array>
#include <cstddef>
#include <span>
#include <stdexcept>
#include <string>

#include "calib/op/operation.hpp"

namespace calib {

/// Thrown where there are not as many places for latencies as there are shapes; what() names both numbers.
class shape_count_error : public std::invalid_argument {
 public:
  shape_count_error(std::size_t shapes, std::size_t places)
      : std::invalid_argument("calib: " + std::to_string(shapes) + " shapes, but places for " + std::to_string(places) +
                              " latencies; give as many places as shapes") {}
};

/// The sizes of each dimension, of which a grid has every combination.
template <std::size_t Rank>
using grid_sizes = std::array<std::span<const std::size_t>, Rank>;

namespace detail {

constexpr void check_places(std::size_t shapes, std::size_t places) {
  if (shapes != places) throw shape_count_error(shapes, places);
}

/// How many combinations there are; more than memory has places for count as the largest number.
template <std::size_t Rank>
constexpr std::size_t shapes_in(const grid_sizes<Rank>& sizes) noexcept {
  constexpr auto most = static_cast<std::size_t>(-1);
  std::size_t count = 1;
  bool any = true;
  for (const auto& of_axis : sizes) {
    any = any && !of_axis.empty();
    count = of_axis.size() > 0 && count > most / of_axis.size() ? most : count * of_axis.size();
  }
  return any ? count : 0;
}

/// f(dimensions) for each shape of a grid, the last dimension fastest.
template <std::size_t Axis = 0, std::size_t Rank, class F>
constexpr void for_each_shape(const grid_sizes<Rank>& sizes, coordinates<Rank>& where, const F& f) {
  if constexpr (Axis == Rank) {
    f(where);
  } else {
    for (const std::size_t size : sizes[Axis]) {
      where[Axis] = size;
      for_each_shape<Axis + 1>(sizes, where, f);
    }
  }
}

}  // namespace detail
}  // namespace calib
