#pragma once
/// What a page adds where scripts run: hover, keys, filters. Everything can be read without it.

#include <string_view>

namespace calib::report {

/// Plain JavaScript without a library, below 10 KB.
[[nodiscard]] std::string_view page_script();

}  // namespace calib::report
