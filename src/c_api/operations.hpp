#pragma once
/// Every operation as the C interface knows it: found by name, its precision a number.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "calib/loaded_profile.hpp"

namespace calib::c_api {

/// Dimensions of the operation that has most.
inline constexpr std::size_t largest_rank = [] {
  std::size_t largest = 0;
  const auto count = [&]<class Op>() { largest = rank<Op> > largest ? rank<Op> : largest; };
  for_each_operation<f64>(count);
  for_each_lowered_operation<f64>(count);
  return largest;
}();

/// A shape of a measured operation.
struct form_shape {
  std::size_t position;  ///< of the operation in op::all
  std::array<std::size_t, largest_rank> dims;
};

/// An operation in all precisions. Functions take as many dimensions as it has.
struct operation_entry {
  const char* name;
  std::span<const char* const> dimensions;
  std::span<const std::size_t> forms;  ///< positions in op::all: those of its forms; of a measured one, its own
  form_shape (*lower)(const std::size_t* dims) noexcept;     ///< what carries a shape out; null for a measured one
  const char* (*problem)(const std::size_t* dims) noexcept;  ///< why there is no such shape; null where there is
  std::array<cost (*)(const std::size_t* dims) noexcept, precision_count> work;  ///< null where it is not done in one

  [[nodiscard]] std::size_t rank() const noexcept { return dimensions.size(); }
};

/// All of them, the measured ones first, in the order of op/list.hpp.
std::span<const operation_entry> operations() noexcept;

/// The one called `name`. Throws no_table_error.
const operation_entry& operation_called(std::string_view name);

}  // namespace calib::c_api
