#pragma once
/// The style sheet of reports: light and dark, screen and paper.

#include <string>

namespace calib::report {

/// Of a picture that stands alone: the light colours.
[[nodiscard]] std::string picture_style();

/// Of a page with pictures.
[[nodiscard]] std::string page_style();

}  // namespace calib::report
