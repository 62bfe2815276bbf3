#pragma once
/// What bytes of a file are text that can be read.

#include <string_view>

namespace calib::foreign {

/// The text behind a byte order mark of UTF-8, if there is one. Throws usage_error with the remedy for UTF-16, UTF-32,
/// archives, spreadsheets and other data that is no text; `name` stands for the file.
std::string_view readable(std::string_view text, std::string_view name);

}  // namespace calib::foreign
