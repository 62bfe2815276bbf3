#pragma once
/// What files hold, as messages can show it.

#include <string>
#include <string_view>

namespace calib::foreign {

/// Control characters other than tabs and line ends become \x1b and the like: a terminal would obey them.
std::string printable(std::string_view text);

/// One word for a shell: in quotes where it needs them.
std::string shell_word(std::string_view text);

}  // namespace calib::foreign
