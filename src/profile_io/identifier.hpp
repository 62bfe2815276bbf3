#pragma once
/// Ids of profiles and settings become names in generated C++, so they must be usable there.

#include <string_view>

namespace calib::profile_io {

/// Whether `text` can name a type in a generated header: ASCII letters, digits and single underscores, a letter first,
/// not a C++ keyword and not a name that compilers or the header itself use.
bool is_identifier(std::string_view text) noexcept;

}  // namespace calib::profile_io
