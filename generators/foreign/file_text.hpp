#pragma once
/// Files as text, plain or gzipped.

#include <filesystem>
#include <string>

namespace calib::foreign {

/// Throws usage_error for what cannot be read.
std::string read_text(const std::filesystem::path& path);

}  // namespace calib::foreign
