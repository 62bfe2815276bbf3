#pragma once
/// Which setting a new profile answers in where none is named.

#include <string>

#include "profile_io/profile_data.hpp"

namespace calib::calibration {

/// The id of the setting that answers most of a network: the one with most tables of operations that networks consist
/// of. The first of several; empty where there is no setting.
std::string default_setting_of(const profile_io::profile_data& profile);

}  // namespace calib::calibration
