#pragma once
/// What must be the same for an interrupted calibration to be continued.

#include <map>
#include <string>

#include "calibration/host.hpp"
#include "calibration/request.hpp"

namespace calib::calibration {

/// By name: the processor, calib, the libraries, what was asked for. Not the time budget: more time may be given.
std::map<std::string, std::string> identity_of(const request& request, const host& machine);

/// Throws usage_error that names each entry in which the two differ.
void require_same(const std::map<std::string, std::string>& earlier, const std::map<std::string, std::string>& current);

}  // namespace calib::calibration
