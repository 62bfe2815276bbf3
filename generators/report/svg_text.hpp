#pragma once
/// Pieces of SVG that all printers share.

#include <cstddef>
#include <string>
#include <string_view>

namespace calib::report {

/// Width of every picture, in its own units.
inline constexpr int picture_width = 960;

/// `text` in HTML and SVG, within elements and attributes.
[[nodiscard]] std::string escaped(std::string_view text);

/// A place in a picture: whole numbers, as a pixel is enough.
[[nodiscard]] std::string whole(double value);

/// About how wide a text is in the size that pictures use.
[[nodiscard]] double width_of(std::string_view text) noexcept;

/// At most `most` characters, the rest given up for "…".
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

/// "<svg ...><title>...<desc>...": what names a picture to those who do not see it.
[[nodiscard]] std::string svg_head(std::string_view id, std::string_view title, std::string_view description,
                                   int height);

/// The marks that points are drawn with, once for each document.
[[nodiscard]] std::string mark_definitions();

/// The file of a picture that stands alone: with its style and its marks.
[[nodiscard]] std::string standalone(std::string_view svg);

}  // namespace calib::report
