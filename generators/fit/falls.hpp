#pragma once
/// Shapes at which a table answers that more work takes less time.

#include <cstddef>

#include "calib/loaded_profile.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::fit {

/// How far the latency of a shape with one dimension doubled may be below that of the shape, as a fraction.
inline constexpr double fall_limit = 0.05;

/// Of shapes drawn at random.
struct fall_count {
  std::size_t shapes = 0;  ///< with a dimension that can be doubled within the sizes measured; 0: nothing to compare
  std::size_t count = 0;   ///< of these, shapes with one whose doubling lowers the latency by more than the limit

  double share() const { return shapes == 0 ? 0 : static_cast<double>(count) / static_cast<double>(shapes); }
};

/// Of a table of this profile; the same shapes each time. Dimensions that lessen the work (a stride) do not count.
fall_count count_falls(const loaded_profile& profile, const profile_io::table_data& table);

}  // namespace calib::fit
