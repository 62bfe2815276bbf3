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

/// Seconds of `count` shapes, whose dimensions are the rows of `dims`.
void latencies(std::size_t slot, const loaded_table& table, const std::size_t* dims, std::size_t count,
               double* seconds) noexcept;

/// Seconds of every combination of sizes: counts[d] of dimension d, from sizes[d][0] on. The last dimension is fastest.
void latency_grid(std::size_t slot, const loaded_table& table, const std::size_t* const* sizes,
                  const std::size_t* counts, double* seconds) noexcept;

}  // namespace calib::detail
