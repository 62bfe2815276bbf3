#pragma once
/// What bytes of a file are text that can be read.

#include <string>
#include <string_view>

namespace calib::foreign {

struct decoded_text {
  std::string text;           ///< UTF-8, without a byte order mark
  bool from_latin_1 = false;  ///< it was no UTF-8
};

/// The text of a file in UTF-8 or Latin-1. Throws usage_error with the remedy for UTF-16, UTF-32, archives,
/// spreadsheets and other data that is no text; `name` stands for the file.
decoded_text decoded(std::string_view text, std::string_view name);

}  // namespace calib::foreign
