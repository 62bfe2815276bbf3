#pragma once
/// Classes of shapes that a table holds latencies of their own for.
///
/// Some shapes are another case than their neighbours: rows that are whole vectors or that alias in a cache, products
/// small enough for kernels that pack nothing, operands that outgrow a cache. Interpolation between shapes of both
/// kinds is wrong about each. A table with such a class holds its grid twice: for the shapes outside the class, and for
/// those in it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calib/detail/inline.hpp"
#include "calib/op/operation.hpp"

namespace calib {

/// What makes a shape one of the class.
enum class class_rule : std::uint8_t {
  none,         ///< no class: holds nothing
  multiple_of,  ///< the dimension of an axis is a multiple of the amount
  flops_above,  ///< more floating-point operations than the amount
  bytes_above,  ///< more bytes of compulsory traffic than the amount
};

constexpr std::string_view name(class_rule rule) noexcept {
  constexpr std::array<std::string_view, 4> names{"none", "multiple_of", "flops_above", "bytes_above"};
  return names[static_cast<std::size_t>(rule)];
}

struct shape_class {
  class_rule rule = class_rule::none;
  std::uint64_t amount = 0;
  std::size_t axis = 0;  ///< of multiple_of: its position among the dimensions

  constexpr bool any() const noexcept { return rule != class_rule::none; }

  /// Whether the operation's shape is one of the class.
  template <Operation Op>
  CALIB_INLINE constexpr bool holds([[maybe_unused]] const Op& op) const noexcept {
    switch (rule) {
      case class_rule::multiple_of:
        if constexpr (rank<Op> > 0) return op.dims()[axis] % amount == 0;
        return false;
      case class_rule::flops_above:
        return op.work().arithmetic.value > static_cast<double>(amount);
      case class_rule::bytes_above:
        return op.work().traffic.value > static_cast<double>(amount);
      case class_rule::none:
        break;
    }
    return false;
  }
};

/// A table has up to two, in any order; without one, the rule is none.
using shape_classes = std::array<shape_class, 2>;

/// How many classes there are.
constexpr std::size_t class_count(const shape_classes& classes) noexcept {
  std::size_t count = 0;
  for (const shape_class& one : classes) count += one.any() ? 1 : 0;
  return count;
}

/// How many grids a table with these classes has.
constexpr std::size_t grid_count(const shape_classes& classes) noexcept {
  return std::size_t{1} << class_count(classes);
}

/// Which of a table's grids a shape is looked up in. Classes count as axes before the others with two knots each,
/// outside the class and in it: of two classes, the grids are for shapes in none, in the second, in the first, in both.
template <Operation Op>
CALIB_INLINE constexpr std::size_t grid_of(const shape_classes& classes, const Op& op) noexcept {
  std::size_t grid = 0;
  if (classes[0].any()) grid = classes[0].holds(op) ? 1 : 0;
  if (classes[1].any()) grid = 2 * grid + (classes[1].holds(op) ? 1 : 0);
  return grid;
}

}  // namespace calib
