#pragma once
/// Measured shapes that a table answers wrongly, as `calib import`, `calib show` and `calib run` say it.

#include <nlohmann/json.hpp>
#include <string>

#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// How many there are, and the worst; empty where nothing was compared or nothing is off.
std::string misfits_text(const profile_io::table_data& table);

/// In how many tables there are any; empty where in none.
std::string misfits_sentence(const profile_io::profile_data& profile);

/// shapes, count, worst: dims by name, measured_s, predicted_s, error as a fraction.
nlohmann::ordered_json misfits_json(const profile_io::table_data& table);

}  // namespace calib::tool
