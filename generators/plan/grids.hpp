#pragma once
/// Which shapes are measured: for each operation the knots of its axes, as data.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "profile_io/profile_data.hpp"

namespace calib::plan {

/// How much to measure.
enum class effort : std::uint8_t {
  quick,  ///< a coarse grid, well under a minute for one thread
  full,   ///< the grid that shipped profiles have
};

/// The grid of an operation on a backend, before limits; nothing when there is no plan for the operation.
std::optional<std::vector<profile_io::axis_data>> grid_for(std::string_view operation, std::string_view backend,
                                                           effort amount);

}  // namespace calib::plan
