#include "report/plot_svg.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "report/svg_text.hpp"

namespace calib::report {
namespace {

constexpr double plot_left_margin = 66, plot_right_margin = 26, plot_bottom_margin = 46, plot_top_margin = 8;
constexpr double legend_line = 20;
constexpr std::size_t characters_of_a_label = 9;  // of a tick on the horizontal axis, with space beside it

struct frame {
  double left, right, top, bottom;

  double x(const scale& on, double value) const { return left + position(on, value) * (right - left); }
  double y(const scale& on, double value) const { return bottom - position(on, value) * (bottom - top); }
};

std::string axes_of(const plot& chart, const frame& in) {
  std::string grid, labels;
  const auto across = static_cast<std::size_t>((in.right - in.left) / (7 * characters_of_a_label));
  for (const tick& one : ticks(chart.x, across)) {
    const std::string x = whole(in.x(chart.x, one.at));
    grid += fmt::format("M{} {}V{}", x, whole(in.bottom), whole(in.top));
    labels += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", x, whole(in.bottom + 16), escaped(one.text));
  }
  std::string up;
  for (const tick& one : ticks(chart.y, static_cast<std::size_t>((in.bottom - in.top) / 36))) {
    const double y = in.y(chart.y, one.at);
    grid += fmt::format("M{} {}H{}", whole(in.left), whole(y), whole(in.right));
    up += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", whole(in.left - 6), whole(y + 4), escaped(one.text));
  }
  return fmt::format(
      "<path class=\"grid\" d=\"{}\"/><path class=\"axis\" d=\"M{} {}V{}H{}\"/><g class=\"tx\">{}<text x=\"{}\" "
      "y=\"{}\" class=\"al\">{}</text></g><g class=\"ty\">{}</g><text class=\"al ym\" "
      "transform=\"translate({} {})rotate(-90)\">{}</text>\n",
      grid, whole(in.left), whole(in.top), whole(in.bottom), whole(in.right), labels, whole((in.left + in.right) / 2),
      whole(in.bottom + 36), escaped(chart.x.label), up, whole(in.left - 54), whole((in.top + in.bottom) / 2),
      escaped(chart.y.label));
}

/// The labels keep to different heights where their lines are near each other, and stand before their lines where there
/// is no room behind them.
std::string guides_of(const plot& chart, const frame& in) {
  constexpr double space = 4;
  std::string out;
  double last = -1e9, height = 0;
  for (const guide& one : chart.guides) {
    if (one.at < chart.x.low || one.at >= chart.x.high) continue;
    const double x = in.x(chart.x, one.at), width = width_of(one.label);
    const bool before = x + space + width > in.right;
    height = before || x - last < 2 * space + width ? height + 14 : 0;
    last = x;
    out += fmt::format("<path class=\"guide\" d=\"M{0} {1}V{2}\"/><text class=\"gl{3}\" x=\"{4}\" y=\"{5}\">{6}</text>",
                       whole(x), whole(in.bottom), whole(in.top), before ? " e" : "",
                       whole(before ? x - space : x + space), whole(in.top + 12 + height), escaped(one.label));
  }
  return out;
}

/// The places as the data of a path: the first by its place, the others by how far they are from the one before, which
/// takes half the bytes. Each place is a vertex.
std::string places_of(const plot& chart, const frame& in, const std::vector<place>& places) {
  std::string out;
  long last_x = 0, last_y = 0;
  for (const auto& [value_x, value_y] : places) {
    const long x = std::lround(in.x(chart.x, value_x)), y = std::lround(in.y(chart.y, value_y));
    if (out.empty()) {
      out = fmt::format("M{} {}", x, y);
    } else {
      const bool first = out.find('l') == std::string::npos;
      out += fmt::format("{}{}{}{}",
                         first        ? "l"
                         : x < last_x ? ""
                                      : " ",
                         x - last_x, y < last_y ? "" : " ", y - last_y);
    }
    last_x = x, last_y = y;
  }
  return out;
}

/// Where a line is in the picture, and what of it has a label already.
struct labelled {
  double x0, y0, x1, y1, end;
};

/// Along its line, above it: at the right end of a level one, else at the lower end, or behind the labels of lines that
/// are too near for two labels above each other.
std::string label_of(const plot& chart, const frame& in, const plot_line& line, std::vector<labelled>& before) {
  constexpr double near = 17, space = 8;
  const place from = line.at.front(), to = line.at.back();
  labelled here{in.x(chart.x, from.first), in.y(chart.y, from.second), in.x(chart.x, to.first),
                in.y(chart.y, to.second), 0};
  const double length = std::hypot(here.x1 - here.x0, here.y1 - here.y0), needed = width_of(line.label);
  if (length < needed + space) return {};
  const bool level = std::abs(here.y1 - here.y0) < 1;
  double along = level ? length - needed - space : space;
  for (const labelled& other : before) {
    if (std::abs(other.y0 - here.y0) + std::abs(other.x0 - here.x0) > near) continue;
    along = level ? along - other.end : std::max(along, other.end + space);
  }
  if (along < 0 || along + needed > length) return {};
  here.end = level ? needed + space : along + needed;
  before.push_back(here);
  const double angle = std::atan2(here.y1 - here.y0, here.x1 - here.x0) * 180 / std::numbers::pi;
  const double share = along / length;
  return fmt::format("<text class=\"rl\"{} transform=\"translate({} {})rotate({:.1f})\" dy=\"-5\">{}</text>",
                     line.level.empty() ? "" : fmt::format(" data-l=\"{}\"", escaped(line.level)),
                     whole(here.x0 + share * (here.x1 - here.x0)), whole(here.y0 + share * (here.y1 - here.y0)), angle,
                     escaped(line.label));
}

std::string style_of(const plot_line& line) {
  const std::string colour = "l" + std::to_string(line.colour % mark_count);
  if (!line.is_roof) return "line " + colour;
  return line.coloured ? "roof " + colour : "roof";
}

std::string lines_of(const plot& chart, const frame& in) {
  std::string out, labels;
  std::vector<labelled> before;
  for (const plot_line& line : chart.lines) {
    if (line.at.empty()) continue;
    out += fmt::format("<path class=\"{}{}\"{} d=\"{}\"/>", style_of(line), line.dashed ? " dash" : "",
                       line.level.empty() ? "" : fmt::format(" data-l=\"{}\"", escaped(line.level)),
                       places_of(chart, in, line.at));
    if (!line.label.empty()) labels += label_of(chart, in, line, before);
  }
  return out + labels + (out.empty() ? "" : "\n");
}

std::string marks_of(const plot& chart, const frame& in) {
  std::string out;
  for (const mark_set& set : chart.marks) {
    if (set.at.empty()) continue;
    out += fmt::format("<path class=\"p {}{}\" data-t=\"{}\" data-o=\"{}\" d=\"{}\"/>\n", set.hollow ? "h" : "k",
                       set.mark % mark_count, set.series, escaped(set.operation), places_of(chart, in, set.at));
  }
  return out;
}

/// Entries from left to right, in as many lines as they need; `height` becomes what they take.
std::string legend_of(const std::vector<legend_entry>& entries, double& height) {
  std::string out;
  double x = plot_left_margin, y = 14;
  height = entries.empty() ? 0 : legend_line + 4;
  for (const legend_entry& one : entries) {
    const double width = 30 + width_of(one.label);
    if (x > plot_left_margin && x + width > picture_width - plot_right_margin) {
      x = plot_left_margin, y += legend_line, height += legend_line;
    }
    out += fmt::format(
        "<g class=\"key\" data-m=\"{0}\"><polyline class=\"p {6}{0}\" points=\"{1} {2}\"/><text x=\"{3}\" "
        "y=\"{4}\">{5}</text></g>",
        one.mark % mark_count, whole(x + 5), whole(y - 4), whole(x + 14), whole(y), escaped(one.label),
        one.hollow ? "h" : "k");
    x += width;
  }
  return out;
}

}  // namespace

std::string svg_of(const figure& picture) {
  double top = 0;
  const std::string legend = legend_of(picture.legend, top);
  const double height = top + picture.height;
  std::string out = svg_head(picture.id, picture.title, picture.description, static_cast<int>(std::lround(height)));
  out += legend;
  const double width = static_cast<double>(picture_width) / static_cast<double>(picture.plots.size());
  for (std::size_t i = 0; i < picture.plots.size(); ++i) {
    const double left = static_cast<double>(i) * width;
    const frame in{left + plot_left_margin, left + width - plot_right_margin, top + plot_top_margin,
                   height - plot_bottom_margin};
    const plot& one = picture.plots[i];
    out += axes_of(one, in) + guides_of(one, in) + marks_of(one, in) + lines_of(one, in);
  }
  return out + "</svg>";
}

}  // namespace calib::report
