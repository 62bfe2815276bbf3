#pragma once
/// What must be the same for an interrupted calibration to be continued.

#include <map>
#include <string>

#include "calibration/calibrate.hpp"

namespace calib::calibration {

/// By name: the processor, calib, the libraries, what was asked for. Not the time budget: more time may be given.
std::map<std::string, std::string> circumstances_of(const request& what, const host& machine);

/// "quick" or "full"
std::string effort_name(plan::effort how_much);

}  // namespace calib::calibration
