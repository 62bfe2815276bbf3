#pragma once
/// The rules on a history, of those of check.hpp.

#include "profile_io/checked_file.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// Few points, in the order of time, and series that are as long.
void check_history(const checked_file& file, const profile_data& profile);

}  // namespace calib::profile_io
