#pragma once
/// Files replaced as a whole: a reader sees the old text or the new, never a part, whatever happens meanwhile.

#include <filesystem>
#include <string_view>

namespace calib::profile_io {

/// Makes `text` the content of the file at `path`, through a temporary file in its folder. A file that already has this
/// content is left alone, its time of change too. Returns whether the file changed. Throws profile_error{cannot_write},
/// in which case the old file is untouched.
bool write_atomically(const std::filesystem::path& path, std::string_view text);

}  // namespace calib::profile_io
