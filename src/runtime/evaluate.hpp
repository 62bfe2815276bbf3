#pragma once
/// Operations that are known only at run time: their slot, and their evaluation from dimensions in an array.

#include <cstddef>
#include <string_view>

#include "calib/loaded_profile.hpp"

namespace calib::detail {

/// slot_of for an operation known by name; slot_count if there is none.
std::size_t slot_of_name(std::string_view operation, precision p) noexcept;

/// The estimate of the operation in `slot`, whose `table` this is, at as many `dims` as it has. Throws
/// impossible_shape, as the functions below.
estimate evaluate(std::size_t slot, const loaded_table& table, const std::size_t* dims);

/// The work of the operation in `slot`, and its kinds whatever the shape.
cost work_in(std::size_t slot, const std::size_t* dims) noexcept;
work_kinds kinds_in(std::size_t slot) noexcept;

/// The latencies of `count` shapes, as evaluate() gives them: `dims` has a row for each shape, `seconds` a place.
void latencies(std::size_t slot, const loaded_table& table, const std::size_t* dims, std::size_t count,
               double* seconds);

/// The latencies of every combination of sizes: `counts[i]` of them in dimension i begin at `sizes[i]`. They are in
/// row-major order: the last dimension changes fastest.
void latency_grid(std::size_t slot, const loaded_table& table, const std::size_t* const* sizes,
                  const std::size_t* counts, double* seconds);

}  // namespace calib::detail
