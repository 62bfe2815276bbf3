#pragma once
/// What calib knows of its operations, for those that are known by name only. The work depends on the precision; all
/// else is the same in each, and is compiled once.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "calib/op/list.hpp"
#include "calib/roofline.hpp"

namespace calib::profile_io {

/// Dimensions of the operation that has most.
inline constexpr std::size_t largest_rank = [] {
  std::size_t largest = 0;
  const auto count = [&]<class Op>() { largest = rank<Op> > largest ? rank<Op> : largest; };
  for_each_operation<f32>(count);
  for_each_lowered_operation<f32>(count);
  return largest;
}();

/// Forms of the operation that has most.
inline constexpr std::size_t most_forms = [] {
  std::size_t most = 1;
  for_each_lowered_operation<f32>([&]<class Op>() { most = Op::forms::size > most ? Op::forms::size : most; });
  return most;
}();

/// The shape that carries another one out.
struct form_shape {
  std::size_t form;                            ///< which of the operation's forms
  std::array<std::size_t, largest_rank> dims;  ///< as many as that form has
};

/// An operation in all precisions. Functions take as many dimensions as it has.
struct operation_facts {
  std::string_view name;
  std::span<const std::string_view> dimensions;
  std::span<const bool> has_default;
  std::span<const std::size_t> defaults;  ///< of the dimensions that have one
  std::span<const std::size_t> forms;     ///< among measured_operations(): its forms; of a measured one, its own place
  work_kinds kinds;                       ///< whatever the shape
  form_shape (*lower)(const std::size_t* dims) noexcept;         ///< null for a measured one
  const char* (*broken_rule)(const std::size_t* dims) noexcept;  ///< the rule of sizes that is broken; null where none
  std::array<cost (*)(const std::size_t* dims) noexcept, precision_count> work;  ///< null where it is not done in one

  [[nodiscard]] std::size_t rank() const noexcept { return dimensions.size(); }
  [[nodiscard]] bool exists(precision p) const noexcept { return work[static_cast<std::size_t>(p)] != nullptr; }
  [[nodiscard]] cost work_in(precision p, const std::size_t* dims) const noexcept {
    return work[static_cast<std::size_t>(p)](dims);
  }
  /// Why there is no such shape (op/problem.hpp); null where there is. In a precision in which the operation is not
  /// done, by its sizes alone.
  [[nodiscard]] const char* problem(precision p, const std::size_t* dims) const noexcept;
  /// What carries a shape out: of a measured operation, the shape itself.
  [[nodiscard]] form_shape form_of(const std::size_t* dims) const noexcept;
};

/// All operations in the order of op/list.hpp: the measured ones, then those that are lowered to them.
std::span<const operation_facts> all_operations() noexcept;
std::span<const operation_facts> measured_operations() noexcept;
std::span<const operation_facts> lowered_operations() noexcept;

/// The one called `name`; null if there is none.
const operation_facts* operation_called(std::string_view name) noexcept;

}  // namespace calib::profile_io
