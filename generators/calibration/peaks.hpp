#pragma once
/// The peaks of a profile: what was given, what the instruction set allows, and what was measured.

#include "calibration/host.hpp"
#include "calibration/request.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

/// Fills in the peaks of the profile and of its settings, and the settings' smallest calls, from its tables and the
/// machine. What was given stays as it is; the rest has four significant digits.
void fill_in_peaks(profile_io::profile_data& profile, const request& request, host& machine);

}  // namespace calib::calibration
