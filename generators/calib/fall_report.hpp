#pragma once
/// How often a fitted table answers that more work takes less time, as `calib import` and `calib show` say it.

#include <nlohmann/json.hpp>
#include <string>

#include "calib/loaded_profile.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// One sentence on a line; empty where there is no such shape, and of tables that were not fitted.
std::string falls_text(const loaded_profile& answers, const profile_io::table_data& table);

/// shapes, count (fit::fall_count).
nlohmann::ordered_json falls_json(const loaded_profile& answers, const profile_io::table_data& table);

}  // namespace calib::tool
