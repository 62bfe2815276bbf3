#pragma once

#include <string>

#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// A profile as text for people: machine, theoretical against measured peaks, settings, one line for each table and
/// for each that was left out.
std::string summary(const profile_io::profile_data& profile);

}  // namespace calib::tool
