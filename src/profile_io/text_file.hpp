#pragma once
/// Whole text files in.

#include <filesystem>
#include <string>

namespace calib::profile_io {

/// The content of a file. Throws profile_error{cannot_read}.
std::string read_text(const std::filesystem::path& path);

}  // namespace calib::profile_io
