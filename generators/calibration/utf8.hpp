#pragma once
/// Messages of libraries may be in any encoding; JSON takes UTF-8 only.

#include <string>

namespace calib::calibration {

/// The text as it is where it is UTF-8, else with a question mark for each byte that is not ASCII.
std::string in_utf8(std::string text);

}  // namespace calib::calibration
