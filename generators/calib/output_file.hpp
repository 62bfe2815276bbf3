#pragma once
/// Files that a command writes because the user named them.

#include <filesystem>
#include <string_view>

#include "command.hpp"

namespace calib::tool {

/// Writes the file, whole or not at all, in place of one that is there; says so on stderr unless `global` is quiet.
/// Throws what profile_io::write_atomically throws.
void write_output(const global_options& global, const std::filesystem::path& path, std::string_view text);

}  // namespace calib::tool
