#pragma once
/// Draws a figure.

#include <string>

#include "report/plot.hpp"

namespace calib::report {

/// The figure as an <svg> element that takes its marks and its style from the document (svg_text.hpp, html_style.hpp).
/// The same figure gives the same bytes everywhere.
[[nodiscard]] std::string svg_of(const figure& picture);

}  // namespace calib::report
