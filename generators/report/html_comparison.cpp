#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "console/units.hpp"
#include "report/comparison.hpp"
#include "report/html_page.hpp"
#include "report/html_tables.hpp"
#include "report/html_text.hpp"
#include "report/plot_svg.hpp"
#include "report/ratio_chart.hpp"
#include "report/svg_text.hpp"

namespace calib::report {
namespace {

/// What asks for attention comes first.
constexpr std::array<std::string_view, 5> verdicts{"slower", "faster", "unsure", "same", "not comparable"};

bool has_chart(const compared_table& table) { return table.has_shapes() && !table.after.axes.empty(); }

/// Of the part of the page with the table's chart.
std::string id_of(const point_series& series) {
  return fmt::format("op-{}-{}-{}", series.operation, facts(series.precision).name, series.setting);
}

/// "3 slower, 1 faster, 40 same"
std::string counts_of(const std::vector<compared_table>& tables) {
  std::string out;
  for (const std::string_view verdict : verdicts) {
    const auto count = std::ranges::count(tables, verdict, &compared_table::verdict);
    if (count > 0) out += fmt::format("{}{} {}", out.empty() ? "" : ", ", count, verdict);
  }
  return out;
}

std::string lead_of(const comparison& found) {
  return fmt::format(
      "<p><strong>{} table{}: {}.</strong></p>\n"
      "<p>Ratios are latencies after over latencies before: above 1 is slower. A verdict needs the whole 95 % interval "
      "of a table's median ratio: beyond {:.3f} it is slower, below {:.3f} faster, between these the same. Else it is "
      "unsure.</p>\n<p class=\"dim\">Made by {}. Point at a mark, or use the arrow keys in a chart, to see its "
      "shape.</p>",
      found.tables.size(), found.tables.size() == 1 ? "" : "s", counts_of(found.tables), 1 + found.threshold,
      1 / (1 + found.threshold), escaped(found.made_by));
}

std::string facts_html(const std::vector<compared_fact>& facts) {
  std::string out = "<div class=\"wide\"><table><caption>The two profiles, and what differs between them</caption>";
  out += head({"fact", "before", "after"});
  for (const compared_fact& one : facts) out += row({one.fact, one.before, one.after});
  return out + "</table></div>\n";
}

std::string verdict_row(const compared_table& table) {
  const point_series& series = table.after;
  const std::string operation = escaped(series.operation_text());
  std::string out = "<tr>" + cells({series.setting}) + "<td>";
  out += has_chart(table) ? fmt::format("<a href=\"#{}\">{}</a>", escaped(id_of(series)), operation) : operation;
  if (!table.has_shapes()) return out + cells({std::string{table.verdict}, "–", "–", "–", "–", "–", "–", "–", "–"});
  const ratio_summary& r = table.ratios;
  return out + cells({std::string{table.verdict}, fmt::format("{:.3f}", r.median),
                      fmt::format("{:.3f} to {:.3f}", r.low, r.high), std::string{ratios_of(table)},
                      std::to_string(table.before_s.size()), fmt::format("{:.3f}", r.p10), fmt::format("{:.3f}", r.p90),
                      console::percent(r.within_5), console::percent(r.within_10)});
}

std::string verdicts_html(const std::vector<compared_table>& tables) {
  std::string out = "<div class=\"wide\"><table class=\"quality\"><caption>Every table of either profile</caption>";
  out += head({"setting", "operation", "verdict", "median ratio", "interval", "of", "points", "p10", "p90",
               "within 5 %", "within 10 %"});
  for (const compared_table& one : tables) out.append(verdict_row(one)).append("\n");
  return out + "</table></div>\n";
}

std::string table_of(const compared_table& table) {
  const point_series& series = table.after;
  std::string out = fmt::format("<table class=\"num\" id=\"t{}\"><caption>{}, {}, {}</caption>", series.number,
                                escaped(series.operation_text()), escaped(series.setting), ratios_of(table));
  out += head({"shape", "before, µs", "after, µs", "ratio"});
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    const point& one = series.points[i];
    out += row({shape_text(series, one), three_digits(1e6 * table.before_s[i]), three_digits(1e6 * one.latency_s),
                fmt::format("{:.3f}", table.ratio(i))});
  }
  return out + "</table>\n";
}

std::string chart_html(const compared_table& table, double threshold) {
  const point_series& series = table.after;
  const figure picture = figure_of(table, threshold);
  std::string caption = fmt::format(
      "Each mark is a shape. The coloured line is the median of {} ratios; "
      "between the dashed lines is the same.",
      table.before_s.size());
  if (series.of == origin::fitted) caption += " Hollow marks are answers of fitted tables.";
  if (const std::size_t beyond = marks_beyond(picture); beyond > 0) {
    caption += fmt::format(" Marks drawn at the edge, as they are farther from 1 than the scale reaches: {}.", beyond);
  }
  return fmt::format("<section class=\"op\" id=\"{}\"><h3>{}, {}</h3>\n", escaped(id_of(series)),
                     escaped(series.operation_text()), escaped(series.setting)) +
         figure_html(svg_of(picture), caption, table_of(table)) + "</section>\n";
}

}  // namespace

std::string_view ratios_of(const compared_table& table) noexcept {
  switch (table.after.of) {
    case origin::measured:
      return "measured";
    case origin::knots:
      return "knots";
    case origin::fitted:
      break;
  }
  return "fit";
}

std::string html_of(const comparison& found) {
  std::string charts;
  for (const compared_table& one : found.tables) {
    if (has_chart(one)) charts += chart_html(one, found.threshold);
  }
  const std::array<section, 3> sections{{{"verdicts", "Verdicts", verdicts_html(found.tables)},
                                         {"operations", "Ratios by size", charts},
                                         {"profiles", "Profiles", facts_html(found.facts)}}};
  return page_of(found.title, lead_of(found), sections);
}

}  // namespace calib::report
