#pragma once
/// The machine that a profile is compared with: this one.

#include "calibration/host.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// On cores of the kind that the profile was measured on, where it says so. Throws usage_error where none may be used.
calibration::host machine_for(const profile_io::profile_data& profile);

}  // namespace calib::tool
