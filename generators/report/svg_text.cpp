#include "report/svg_text.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "report/html_style.hpp"
#include "report/plot.hpp"

namespace calib::report {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string whole(double value) { return std::to_string(std::lround(value)); }

double width_of(std::string_view text) noexcept {
  double width = 0;
  for (const char c : text) {
    if ((c & 0xc0) != 0x80) width += 7;  // a character, not the rest of one, of 12 units' height
  }
  return width;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string{text};
  std::size_t end = most - 1;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;
  return std::string{text.substr(0, end)} + "…";
}

std::string svg_head(std::string_view id, std::string_view title, std::string_view description, int height) {
  return fmt::format(
      "<svg id=\"{0}\" role=\"img\" aria-labelledby=\"{0}-t {0}-d\" viewBox=\"0 0 {1} {2}\" "
      "xmlns=\"http://www.w3.org/2000/svg\"><title id=\"{0}-t\">{3}</title><desc id=\"{0}-d\">{4}</desc>\n",
      id, picture_width, height, escaped(title), escaped(description));
}

std::string mark_definitions() {
  // Each about as large to the eye, in a square from -5 to 5.
  constexpr std::array<std::string_view, mark_count> shapes{
      "<circle r=\"4\"/>",
      "<path d=\"M-3.6-3.6h7.2v7.2h-7.2z\"/>",
      "<path d=\"M0-4.8 4.6 3.4h-9.2z\"/>",
      "<path d=\"M0-5 5 0 0 5-5 0z\"/>",
      "<path d=\"M0 4.8 4.6-3.4h-9.2z\"/>",
      "<path d=\"M-4-4l8 8M-4 4l8-8\" class=\"x\"/>",
      "<path d=\"M-4.6 0h9.2M0-4.6v9.2\" class=\"x\"/>",
      "<path d=\"M-4.6-2h9.2v4h-9.2z\"/>",
  };
  std::string out = "<defs>";
  for (const std::string_view kind : {"k", "h"}) {  // kept full, or hollow
    for (std::size_t i = 0; i < mark_count; ++i) {
      out += fmt::format(
          "<marker id=\"{0}{1}\" class=\"{0} c{1}\" markerUnits=\"userSpaceOnUse\" markerWidth=\"8\" "
          "markerHeight=\"8\" viewBox=\"-6 -6 12 12\" overflow=\"visible\">{2}</marker>",
          kind, i, shapes[i]);
    }
  }
  return out + "</defs>";
}

std::string standalone(std::string_view svg) {
  const std::size_t head = svg.find('>') + 1;
  std::string out{svg.substr(0, head)};
  out += fmt::format("<style>{}</style>{}", picture_style(), mark_definitions());
  // After title and desc, which must come first in a picture.
  const std::size_t described = svg.find("</desc>") + std::string_view{"</desc>"}.size();
  const std::string names{svg.substr(head, described - head)};
  out.insert(head, names);
  return out + std::string{svg.substr(described)} + "\n";
}

}  // namespace calib::report
