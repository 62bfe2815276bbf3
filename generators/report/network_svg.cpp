#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/network_chart.hpp"
#include "report/scale.hpp"
#include "report/svg_text.hpp"

namespace calib::report {
namespace {

constexpr double bars_left_margin = 250, bars_right_margin = 120, bars_bottom_margin = 46, legend_height = 26;
constexpr double bar_height = 14, line_height = 24;
constexpr double bars_right = picture_width - bars_right_margin;

double x_of(const scale& on, double value) {
  return bars_left_margin + position(on, value) * (bars_right - bars_left_margin);
}

std::string axis_of(const scale& on, double top, double bottom) {
  std::string grid, labels;
  for (const tick& one : ticks(on, 8)) {
    const std::string x = whole(x_of(on, one.at));
    grid += fmt::format("M{} {}V{}", x, whole(bottom), whole(top));
    labels += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", x, whole(bottom + 16), escaped(one.text));
  }
  return fmt::format(
      "<path class=\"grid\" d=\"{}\"/><path class=\"axis\" d=\"M{} {}V{}H{}\"/><g class=\"tx\">{}<text class=\"al\" "
      "x=\"{}\" y=\"{}\">{}</text></g>",
      grid, whole(bars_left_margin), whole(top), whole(bottom), whole(bars_right), labels,
      whole((bars_left_margin + bars_right) / 2), whole(bottom + 36), escaped(on.label));
}

std::string bar(const scale& on, double y, double value, std::string_view style) {
  return fmt::format("<path class=\"{}\" d=\"M{} {}H{}v{}H{}z\"/>", style, whole(bars_left_margin), whole(y),
                     whole(std::max(x_of(on, value), bars_left_margin + 1)), whole(bar_height),
                     whole(bars_left_margin));
}

/// From the value less the 95th percentile of the error to the value and as much more.
std::string whisker(const scale& on, double y, double value, double error) {
  if (error <= 0) return {};
  const double middle = y + bar_height / 2;
  const double from = x_of(on, std::max(0.0, value * (1 - error))), to = x_of(on, value * (1 + error));
  return fmt::format("<path class=\"band\" d=\"M{0} {1}H{2}M{0} {3}v8M{2} {3}v8\"/>", whole(from), whole(middle),
                     whole(to), whole(middle - 4));
}

std::string row_label(double y, std::string_view text) {
  return fmt::format("<text class=\"e\" x=\"{}\" y=\"{}\">{}</text>", whole(bars_left_margin - 8),
                     whole(y + bar_height / 2 + 4), escaped(text));
}

std::string end_label(double x, double y, std::string_view text) {
  return fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", whole(x + 8), whole(y + bar_height / 2 + 4), escaped(text));
}

/// What the marks of layers stand for.
std::string legend_of(const network_chart& chart) {
  const std::string datasheet = fmt::format("datasheet at {}", short_text(chart.assumed_efficiency, unit::share));
  return fmt::format(
      "<path class=\"b0\" d=\"M{0} 4h20v{1}h-20z\"/><text x=\"{2}\" y=\"15\">calibrated</text>"
      "<path class=\"band\" d=\"M{3} 11h20M{3} 7v8M{4} 7v8\"/><text x=\"{5}\" y=\"15\">95 % of errors</text>"
      "<path class=\"least\" d=\"M{6} 3v16\"/><text x=\"{7}\" y=\"15\">roofline</text>"
      "<path class=\"before\" d=\"M{8} 6l5 5-5 5-5-5z\"/><text x=\"{9}\" y=\"15\">{10}</text>",
      250, whole(bar_height), 276, 360, 380, 388, 530, 538, 610, 620, escaped(datasheet));
}

std::string titled(const network_chart& chart) {
  return fmt::format("{}{}{} on {}, {}", chart.network, chart.sizes.empty() ? "" : " ", chart.sizes, chart.profile,
                     chart.setting);
}

}  // namespace

std::string totals_svg_of(const network_chart& chart) {
  struct line {
    std::string name;
    std::optional<double> value;
    std::string_view style;
    double error;
  };
  std::vector<line> lines{
      {fmt::format("datasheet at {}", short_text(chart.assumed_efficiency, unit::share)), chart.datasheet_s, "b2", 0},
      {"roofline (least possible)", chart.roofline_s, "b1", 0},
      {"calibrated", chart.latency_s, "b0", chart.error_p95}};
  if (chart.as_it_comes_s > 0) lines.push_back({"as it comes, beside others", chart.as_it_comes_s, "b1", 0});
  std::vector<double> values;
  for (const line& one : lines) values.push_back(one.value.value_or(0) * (1 + one.error));
  const scale on = linear("time of one pass", unit::time, values);
  const double bottom = 8 + line_height * static_cast<double>(lines.size());
  std::string out = svg_head(chart.id + "-totals", "Before and after: " + titled(chart),
                             "Bars of the time of one pass: by the datasheet, by the roofline, and calibrated with "
                             "the 95th percentile of its tables' errors.",
                             static_cast<int>(bottom + bars_bottom_margin));
  out += axis_of(on, 4, bottom);
  double y = 12;
  for (const line& one : lines) {
    out += row_label(y, one.name);
    if (one.value) {
      out += bar(on, y, *one.value, one.style) + whisker(on, y, *one.value, one.error);
      out += end_label(std::max(x_of(on, *one.value * (1 + one.error)), bars_left_margin), y,
                       short_text(*one.value, unit::time));
    } else {
      out += end_label(bars_left_margin, y, "unknown: a peak is not known");
    }
    y += line_height;
  }
  return out + "</svg>";
}

std::string layers_svg_of(const network_chart& chart) {
  const std::size_t count = std::min(layers_drawn, chart.rows.size());
  const auto share = [](const std::optional<double>& part, const std::optional<double>& whole) {
    return part && whole && *whole > 0 ? std::optional{*part / *whole} : std::nullopt;
  };
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) {
    const layer_row& row = chart.rows[i];
    values.push_back(row.share * (1 + row.error_p95));
    values.push_back(share(row.roofline_s, chart.roofline_s).value_or(0));
    values.push_back(share(row.datasheet_s, chart.datasheet_s).value_or(0));
  }
  const scale on = linear("share of the network's time, all repetitions of a layer together", unit::share, values);
  const double top = legend_height, bottom = top + 8 + line_height * static_cast<double>(count);
  std::string out = svg_head(
      chart.id + "-layers", "Heaviest layers: " + titled(chart),
      fmt::format(
          "Bars of the {} heaviest of {} steps by their share of the calibrated time, with bands; marks show the "
          "shares that the roofline and the datasheet give them.",
          count, chart.rows.size()),
      static_cast<int>(bottom + bars_bottom_margin));
  out += legend_of(chart) + axis_of(on, top, bottom);
  double y = top + 8;
  for (std::size_t i = 0; i < count; ++i) {
    const layer_row& row = chart.rows[i];
    const std::string more = row.layers > 1 ? fmt::format(" (+{})", row.layers - 1) : std::string{};
    out += row_label(y, shortened(row.layer, 34 - more.size()) + more) + bar(on, y, row.share, "b0");
    out += whisker(on, y, row.share, row.error_p95);
    if (const auto least = share(row.roofline_s, chart.roofline_s)) {
      out += fmt::format("<path class=\"least\" d=\"M{} {}v{}\"/>", whole(x_of(on, *least)), whole(y - 2),
                         whole(bar_height + 4));
    }
    if (const auto before = share(row.datasheet_s, chart.datasheet_s)) {
      out += fmt::format("<path class=\"before\" d=\"M{} {}l5 5-5 5-5-5z\"/>", whole(x_of(on, *before)),
                         whole(y + bar_height / 2 - 5));
    }
    out += end_label(bars_right + 4, y, short_text(row.latency_s, unit::time));
    y += line_height;
  }
  return out + "</svg>";
}

}  // namespace calib::report
