#pragma once
/// Lists as the user writes them: words separated by commas, in one option or several.

#include <string>
#include <vector>

namespace calib::tool {

std::vector<std::string> split_words(const std::vector<std::string>& lists);

}  // namespace calib::tool
