#pragma once
/// Operations that are known only at run time: their slot, and their evaluation from dimensions in an array.

#include <cstddef>
#include <string_view>

#include "calib/loaded_profile.hpp"
#include "profile_io/operation_facts.hpp"

namespace calib::detail {

/// slot_of for a measured operation known by its place in op::all, and for one known by name; slot_count if there is
/// none.
constexpr std::size_t slot_at(std::size_t position, precision p) noexcept {
  return static_cast<std::size_t>(p) * operation_count + position;
}
std::size_t slot_of_name(std::string_view operation, precision p) noexcept;

/// The operation in a slot.
inline const profile_io::operation_facts& operation_in(std::size_t slot) noexcept {
  return profile_io::measured_operations()[slot % operation_count];
}
constexpr precision precision_in(std::size_t slot) noexcept { return static_cast<precision>(slot / operation_count); }

/// The answer for the operation at `dims`, which is carried out as `form`, whose `table` this is. Throws
/// impossible_shape, as the functions below.
answer answer_of(const profile_io::operation_facts& operation, precision p, const std::size_t* dims,
                 const profile_io::form_shape& form, const loaded_table& table);

/// The estimate that it makes.
estimate evaluate(const profile_io::operation_facts& operation, precision p, const std::size_t* dims,
                  const profile_io::form_shape& form, const loaded_table& table);

/// What the `table` of a measured operation tells of a shape, possible or not, of as many `dims` as it has.
answer told_by_table(std::size_t slot, const loaded_table& table, const std::size_t* dims) noexcept;

/// The latencies of `count` shapes, as answer_of() gives them: `dims` has a row for each shape, `seconds` a place.
void latencies(std::size_t slot, const loaded_table& table, const std::size_t* dims, std::size_t count,
               double* seconds);

/// The latencies of every combination of sizes: `counts[i]` of them in dimension i begin at `sizes[i]`. They are in
/// row-major order: the last dimension changes fastest.
void latency_grid(std::size_t slot, const loaded_table& table, const std::size_t* const* sizes,
                  const std::size_t* counts, double* seconds);

}  // namespace calib::detail
