#pragma once
/// The profile configured into the library with -DCALIB_PROFILE=<id>, as the text of its file.

#include <string_view>

namespace calib::c_api {

/// Empty where no profile was configured. Defined by no_configured_json.cpp or by what CalibActiveProfile.cmake makes,
/// whichever is linked.
std::string_view configured_json() noexcept;

}  // namespace calib::c_api
