#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "report/quality_chart.hpp"
#include "report/scale.hpp"
#include "report/svg_text.hpp"

namespace calib::report {
namespace {

constexpr double table_height = 16, bar_thickness = 10, flag_width = 18;
constexpr double names_right = 230, grades_left = 238, grade_width = 22, panels_left = 284;
constexpr double panel_gap = 44, right_margin = 20, bottom_margin = 6;
constexpr double axis_height = 44;  // above the rows: the picture is long

/// A colour for each grade (html_style.hpp): lightness alone tells the order. The letters are white on the dark ones.
struct grade_colour {
  char grade;
  std::size_t step;
};
constexpr std::array<grade_colour, 4> grade_colours{{{'A', 9}, {'B', 6}, {'C', 3}, {'D', 0}}};
constexpr std::size_t first_light_step = 5;

/// Where things are.
struct layout {
  double top, bottom, flags_left, panel_width;
  std::vector<double> y;  ///< of the rows
};

/// A line for each table, and one for the name of each setting.
layout layout_of(const quality_chart& chart) {
  double top = axis_height;
  for (const std::string& flag : chart.flags) top = std::max(top, width_of(flag) + 12);
  layout out{.top = top, .bottom = top, .flags_left = 0, .panel_width = 0, .y = {}};
  for (std::size_t i = 0; i < chart.rows.size(); ++i) {
    if (i == 0 || chart.rows[i].setting != chart.rows[i - 1].setting) out.bottom += table_height + 4;
    out.y.push_back(out.bottom);
    out.bottom += table_height;
  }
  out.flags_left = picture_width - right_margin - flag_width * static_cast<double>(chart.flags.size());
  const double panels = std::max<double>(1, static_cast<double>(chart.measures.size()));
  out.panel_width = (out.flags_left - panels_left) / panels - panel_gap;
  return out;
}

std::string names_of(const quality_chart& chart, const layout& at) {
  std::string settings, tables;
  for (std::size_t i = 0; i < chart.rows.size(); ++i) {
    const quality_row& row = chart.rows[i];
    if (i == 0 || row.setting != chart.rows[i - 1].setting) {
      settings +=
          fmt::format("<text class=\"al\" x=\"8\" y=\"{}\">{}</text>", whole(at.y[i] - 5), escaped(row.setting));
    }
    tables += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", whole(names_right), whole(at.y[i] + table_height - 4),
                          escaped(row.table));
  }
  return fmt::format("{}<g class=\"ty\">{}</g>", settings, tables);
}

std::string grades_of(const quality_chart& chart, const layout& at) {
  std::string out;
  for (const auto& [grade, step] : grade_colours) {
    std::string cells, letters;
    for (std::size_t i = 0; i < chart.rows.size(); ++i) {
      if (chart.rows[i].grade != grade) continue;
      cells += fmt::format("M{} {}h{}v{}h-{}z", whole(grades_left), whole(at.y[i] + 1), whole(grade_width),
                           whole(table_height - 2), whole(grade_width));
      letters += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", whole(grades_left + grade_width / 2),
                             whole(at.y[i] + table_height - 4), grade);
    }
    if (cells.empty()) continue;
    out += fmt::format("<path class=\"q{}\" d=\"{}\"/><g class=\"n{}\">{}</g>", step, cells,
                       step < first_light_step ? 0 : 1, letters);
  }
  return out;
}

/// The bars of a measure under its axis.
std::string panel_of(const quality_chart& chart, const layout& at, std::size_t measure) {
  const double left = panels_left + (at.panel_width + panel_gap) * static_cast<double>(measure);
  std::vector<double> values;
  for (const quality_row& row : chart.rows) values.push_back(row.values[measure]);
  const scale on = linear(chart.measures[measure], unit::share, values);
  std::string grid, labels, bars;
  for (const tick& one : ticks(on, 4)) {
    const std::string x = whole(left + at.panel_width * position(on, one.at));
    grid += fmt::format("M{} {}V{}", x, whole(at.bottom), whole(at.top));
    labels += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>", x, whole(at.top - 6), escaped(one.text));
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= 0) continue;
    bars +=
        fmt::format("M{} {}h{}v{}H{}z", whole(left), whole(at.y[i] + 3),
                    whole(std::max(1.0, at.panel_width * position(on, values[i]))), whole(bar_thickness), whole(left));
  }
  return fmt::format(
      "<path class=\"grid\" d=\"{}\"/><path class=\"b0\" d=\"{}\"/><g class=\"tx\">{}<text class=\"al\" x=\"{}\" "
      "y=\"{}\">{}</text></g>",
      grid, bars, labels, whole(left + at.panel_width / 2), whole(at.top - 26), escaped(on.label));
}

/// A column of marks for each flag, under its name.
std::string flags_of(const quality_chart& chart, const layout& at) {
  std::string names, marks;
  for (std::size_t flag = 0; flag < chart.flags.size(); ++flag) {
    const double x = at.flags_left + flag_width * (static_cast<double>(flag) + 0.5);
    names += fmt::format("<text transform=\"translate({} {})rotate(-90)\">{}</text>", whole(x + 4), whole(at.top - 4),
                         escaped(chart.flags[flag]));
    for (std::size_t i = 0; i < chart.rows.size(); ++i) {
      if (chart.rows[i].has_flag[flag]) marks += fmt::format("M{} {}h8v8h-8z", whole(x - 4), whole(at.y[i] + 4));
    }
  }
  return marks.empty() ? names : fmt::format("{}<path class=\"b2\" d=\"{}\"/>", names, marks);
}

}  // namespace

std::string svg_of(const quality_chart& chart) {
  const layout at = layout_of(chart);
  const std::string description = fmt::format(
      "A line for each of {} tables: its grade from A to D; bars, shorter is better, of: {}; marks for the flags: {}.",
      chart.rows.size(), fmt::join(chart.measures, ", "), fmt::join(chart.flags, ", "));
  std::string out = svg_head(chart.id, "Quality of the measurement: " + chart.title, description,
                             static_cast<int>(at.bottom + bottom_margin));
  for (std::size_t measure = 0; measure < chart.measures.size(); ++measure) out += panel_of(chart, at, measure);
  return out + names_of(chart, at) + grades_of(chart, at) + flags_of(chart, at) + "</svg>";
}

}  // namespace calib::report
