#pragma once
/// A profile as the user names it: a file, or the id of a shipped one.

#include <string>

#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// Reads the profile. A word that is no file and has no '/' or '.' is an id, looked for where profiles are installed or
/// kept in the source tree. Throws usage_error with the known ids, or profile_error.
profile_io::profile_data load(const std::string& file_or_id);

}  // namespace calib::tool
