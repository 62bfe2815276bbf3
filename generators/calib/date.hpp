#pragma once

#include <string>

namespace calib::tool {

/// The date in UTC, ISO 8601: "2026-01-31".
std::string today();

}  // namespace calib::tool
