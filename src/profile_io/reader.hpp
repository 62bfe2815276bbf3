#pragma once
/// JSON into a profile. Strict: whatever the schema does not say is an error that names its place and its remedy.

#include <filesystem>
#include <string_view>

#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// The profile in the file at `path`. Throws profile_error.
profile_data read_profile(const std::filesystem::path& path);

/// The profile that `json` describes; `name` stands for the file in messages. Throws profile_error.
profile_data read_profile_text(std::string_view json, std::string_view name);

}  // namespace calib::profile_io
