#include "report/ratio_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "report/size_chart.hpp"

namespace calib::report {
namespace {

/// A mark, and so a colour, for each verdict: orange is slower, green is faster.
std::size_t mark_of(std::string_view verdict) noexcept {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 3> marks{{{"slower", 1}, {"faster", 2}, {"same", 0}}};
  const auto found = std::ranges::find(marks, verdict, &std::pair<std::string_view, std::size_t>::first);
  return found == marks.end() ? mark_count - 1 : found->second;
}

plot_line level(const scale& along, double ratio, std::string label) {
  return {.colour = 0,
          .is_roof = true,
          .level = {},
          .label = std::move(label),
          .at = {{along.low, ratio}, {along.high, ratio}}};
}

}  // namespace

figure figure_of(const compared_table& table, double threshold) {
  const point_series& series = table.after;
  const std::size_t mark = mark_of(table.verdict);
  mark_set set{.mark = mark,
               .series = series.number,
               .operation = series.operation,
               .hollow = series.of == origin::fitted,
               .at = {}};
  std::vector<double> sizes, ratios;
  for (std::size_t i = 0; i < series.points.size(); ++i) {
    sizes.push_back(size_of(series, series.points[i]));
    ratios.push_back(table.ratio(i));
    set.at.emplace_back(sizes.back(), ratios.back());
  }
  plot chart;
  chart.x = size_scale(series, sizes);
  chart.y = around_one("latency, after / before", ratios, 1 + threshold);
  chart.marks.push_back(std::move(set));
  chart.lines.push_back(level(chart.x, 1, {}));
  for (const double edge : {1 + threshold, 1 / (1 + threshold)}) {
    chart.lines.push_back(level(chart.x, edge, {}));
    chart.lines.back().dashed = true;
  }
  chart.lines.push_back({.colour = mark,
                         .level = {},
                         .label = {},
                         .at = {{chart.x.low, table.ratios.median}, {chart.x.high, table.ratios.median}}});
  return {.id = fmt::format("ratio-{}-{}-{}", series.setting, series.operation, facts(series.precision).name),
          .title = fmt::format("{}, {}: ratio of the latencies against size", series.operation_text(), series.setting),
          .description = fmt::format("Latency after over latency before of {} shapes on a logarithmic scale around 1, "
                                     "over the size of the call. Above 1 is slower.",
                                     ratios.size()),
          .plots = {std::move(chart)},
          .legend = {{mark, fmt::format("{}: median {:.3f}", table.verdict, table.ratios.median),
                      series.of == origin::fitted}},
          .height = 272};
}

std::size_t marks_beyond(const figure& picture) noexcept {
  std::size_t count = 0;
  for (const plot& chart : picture.plots) {
    for (const mark_set& set : chart.marks) {
      count += static_cast<std::size_t>(std::ranges::count_if(
          set.at, [&](const place& at) { return at.second < chart.y.low || at.second > chart.y.high; }));
    }
  }
  return count;
}

}  // namespace calib::report
