#pragma once
/// The rules on a machine and on settings, of those of check.hpp.

#include <string>

#include "profile_io/checked_file.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// The machine, its peaks, and on what of it was measured.
void check_machine(const checked_file& file, const profile_data& profile);

void check_settings(const checked_file& file, const profile_data& profile);

/// That a setting of this id is there.
void require_setting(const checked_file& file, const profile_data& profile, const std::string& id, std::string pointer);

}  // namespace calib::profile_io
