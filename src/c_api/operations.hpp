#pragma once
/// Every operation as the C interface knows it: its names as C takes them.

#include <span>
#include <string_view>

#include "profile_io/operation_facts.hpp"

namespace calib::c_api {

struct operation_names {
  const char* name = nullptr;
  std::span<const char* const> dimensions;
};

/// Of each, in the order of profile_io::all_operations().
std::span<const operation_names> names_of_operations() noexcept;
const operation_names& names_of(const profile_io::operation_facts& operation) noexcept;

/// The operation called `name`. Throws no_table_error.
const profile_io::operation_facts& operation_called(std::string_view name);

}  // namespace calib::c_api
