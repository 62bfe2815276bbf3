#pragma once
/// Operations that are known only at run time: their slot, and their evaluation from dimensions in an array.

#include <cstddef>
#include <string_view>

#include "calib/loaded_profile.hpp"

namespace calib::detail {

/// slot_of for an operation known by name; slot_count if there is none.
std::size_t slot_of_name(std::string_view operation, precision p) noexcept;

/// The estimate of the operation in `slot`, whose `table` this is, at as many `dims` as it has.
estimate evaluate(std::size_t slot, const loaded_table& table, const std::size_t* dims) noexcept;

}  // namespace calib::detail
