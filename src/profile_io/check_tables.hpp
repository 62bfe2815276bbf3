#pragma once
/// The rules on tables, of those of check.hpp.

#include "profile_io/checked_file.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

void check_tables(const checked_file& file, const profile_data& profile);

/// Tables that can exist, and do not.
void check_left_out(const checked_file& file, const profile_data& profile);

}  // namespace calib::profile_io
