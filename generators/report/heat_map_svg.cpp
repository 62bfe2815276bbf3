#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "report/heat_map.hpp"
#include "report/svg_text.hpp"

namespace calib::report {
namespace {

constexpr double map_left_margin = 66, map_right_margin = 14, map_top_margin = 8, map_bottom_margin = 46;
constexpr double row_height = 24, widest_cell = 72;

}  // namespace

std::string svg_of(const heat_map& map) {
  const double width =
      std::min(widest_cell, (picture_width - map_left_margin - map_right_margin) / static_cast<double>(map.n.size()));
  const double bottom = map_top_margin + row_height * static_cast<double>(map.m.size());
  std::array<std::string, 10> cells;
  std::array<std::string, 2> numbers;  // on dark colours, and on light ones
  std::string labels;
  for (std::size_t row = 0; row < map.m.size(); ++row) {
    // m grows upwards, as it does on the axis of any chart.
    const double y = bottom - row_height * static_cast<double>(row + 1);
    labels += fmt::format("<text class=\"e\" x=\"{}\" y=\"{}\">{}</text>", whole(map_left_margin - 6),
                          whole(y + row_height / 2 + 4), map.m[row]);
    for (std::size_t column = 0; column < map.n.size(); ++column) {
      const double x = map_left_margin + width * static_cast<double>(column);
      const double share = map.share[row * map.n.size() + column];
      const std::size_t colour = colour_of(share);
      cells[colour] +=
          fmt::format("M{0} {1}H{2}V{3}H{0}z", whole(x), whole(y), whole(x + width), whole(y + row_height));
      numbers[colour < 5 ? 0 : 1] += fmt::format("<text x=\"{}\" y=\"{}\">{:.0f}</text>", whole(x + width / 2),
                                                 whole(y + row_height / 2 + 4), 100 * share);
    }
  }
  for (std::size_t column = 0; column < map.n.size(); ++column) {
    labels += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>",
                          whole(map_left_margin + width * (static_cast<double>(column) + 0.5)), whole(bottom + 16),
                          map.n[column]);
  }
  const double middle = map_left_margin + width * static_cast<double>(map.n.size()) / 2;
  labels += fmt::format(
      "<text class=\"al\" x=\"{}\" y=\"{}\">n</text><text class=\"al ym\" transform=\"translate(12 {})rotate(-90)\">"
      "m</text>",
      whole(middle), whole(bottom + 36), whole((map_top_margin + bottom) / 2));
  std::string out =
      svg_head(map.id, "Share of the roofline: " + map.title,
               fmt::format("Per cent of the roofline over {} sizes of m, upwards, and {} of n, to the right.",
                           map.m.size(), map.n.size()),
               static_cast<int>(bottom + map_bottom_margin));
  for (std::size_t colour = 0; colour < cells.size(); ++colour) {
    if (!cells[colour].empty()) out += fmt::format("<path class=\"q{}\" d=\"{}\"/>", colour, cells[colour]);
  }
  return out + fmt::format("<g class=\"n0\">{}</g><g class=\"n1\">{}</g><g class=\"tx\">{}</g></svg>", numbers[0],
                           numbers[1], labels);
}

}  // namespace calib::report
