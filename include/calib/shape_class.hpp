#pragma once
/// Classes of shapes that a table holds latencies of their own for.
///
/// Some shapes are another case than their neighbours: rows that are whole vectors or that alias in a cache, products
/// small enough for kernels that pack nothing, as many channels as a faster algorithm asks for, operands that outgrow
/// a cache. Interpolation between shapes of both kinds is wrong about each. A table with such a class holds its grid
/// twice: for the shapes outside the class, and for those in it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "calib/detail/inline.hpp"
#include "calib/op/operation.hpp"

namespace calib {

/// What makes a shape one of the class.
enum class class_rule : std::uint8_t {
  none,         ///< no class: holds nothing
  multiple_of,  ///< the dimension of an axis, or of two, is a multiple of the amount
  size_above,   ///< the dimension of an axis, or of two, is larger than the amount
  flops_above,  ///< more floating-point operations than the amount
  bytes_above,  ///< more bytes of compulsory traffic than the amount
};

constexpr std::string_view name(class_rule rule) noexcept {
  constexpr std::array<std::string_view, 5> names{"none", "multiple_of", "size_above", "flops_above", "bytes_above"};
  return names[static_cast<std::size_t>(rule)];
}

/// Whether the rule looks at dimensions, not at the work of the whole shape.
constexpr bool is_of_axes(class_rule rule) noexcept {
  return rule == class_rule::multiple_of || rule == class_rule::size_above;
}

struct shape_class {
  class_rule rule = class_rule::none;
  std::uint64_t amount = 0;
  std::size_t axis = 0;     ///< of a rule that looks at dimensions: the position of one,
  std::size_t also = axis;  ///< and of another for which the same must hold; or the same again

  constexpr bool operator==(const shape_class&) const noexcept = default;

  constexpr bool any() const noexcept { return rule != class_rule::none; }

  /// Whether a shape of these dimensions and this work is one of the class.
  CALIB_INLINE constexpr bool holds(std::span<const std::size_t> dims, const cost& work) const noexcept {
    switch (rule) {
      case class_rule::multiple_of:
        return has_axes(dims) && dims[axis] % amount == 0 && dims[also] % amount == 0;
      case class_rule::size_above:
        return has_axes(dims) && dims[axis] > amount && dims[also] > amount;
      case class_rule::flops_above:
        return work.arithmetic.value > static_cast<double>(amount);
      case class_rule::bytes_above:
        return work.traffic.value > static_cast<double>(amount);
      case class_rule::none:
        break;
    }
    return false;
  }

  CALIB_INLINE constexpr bool has_axes(std::span<const std::size_t> dims) const noexcept {
    return axis < dims.size() && also < dims.size();
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
CALIB_INLINE constexpr std::size_t grid_of(const shape_classes& classes, std::span<const std::size_t> dims,
                                           const cost& work) noexcept {
  std::size_t grid = 0;
  if (classes[0].any()) grid = classes[0].holds(dims, work) ? 1 : 0;
  if (classes[1].any()) grid = 2 * grid + (classes[1].holds(dims, work) ? 1 : 0);
  return grid;
}

template <Operation Op>
CALIB_INLINE constexpr std::size_t grid_of(const shape_classes& classes, const Op& op) noexcept {
  return grid_of(classes, op.dims(), op.work());
}

}  // namespace calib
