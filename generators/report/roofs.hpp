#pragma once
/// The roofs above the points of a setting: arithmetic, memory, and the caches as a profile's own streams measured
/// them.

#include <string>
#include <string_view>
#include <vector>

#include "calib/precision.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::report {

struct memory_level {
  std::string name;  ///< "memory", "L2"
  double bytes_per_s = 0;
  bool operator==(const memory_level&) const = default;
};

struct roofs {
  std::string of;  ///< what they are of, where several are drawn: the profile
  std::string setting;
  std::size_t profile = 0;           ///< its position in the report
  double flops_per_s = 0;            ///< 0 = unknown
  std::vector<memory_level> levels;  ///< memory first, then the caches from the largest; empty = unknown
};

/// Memory by the setting's peak. A cache by the best rate of any stream whose bytes fit it and not the one before it,
/// in a setting of as many threads on the same kind of cores; left out where no stream tells.
roofs roofs_of(const profile_io::profile_data& profile, std::size_t position, std::string_view setting, precision p);

}  // namespace calib::report
