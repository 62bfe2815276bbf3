#pragma once

#include <string>

#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// A profile as text for people: machine, theoretical against measured peaks, settings, one line for each table.
std::string summary(const profile_io::profile_data& profile);

/// Largest share of its setting's roofline that any knot of the table reaches; 0 when no peak is known.
double best_efficiency(const profile_io::profile_data& profile, const profile_io::table_data& table);

}  // namespace calib::tool
