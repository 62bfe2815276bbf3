#include "report/bandwidth_chart.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "console/units.hpp"

namespace calib::report {
namespace {

bool is_stream(const point_series& one) { return one.axes.size() == 1 && one.axes.front() == "bytes"; }

bandwidth_chart empty_chart(const source_profile& from, const point_series& one, bool named) {
  const auto& setting = *std::ranges::find(from.data.settings, one.setting, &profile_io::setting_data::id);
  const std::string_view format = facts(one.precision).name;
  bandwidth_chart out{.id = fmt::format("bandwidth-{}-{}-{}", from.data.id, one.setting, format),
                      .title = fmt::format("{}{}, {}", named ? from.data.id + ", " : "", one.setting, format),
                      .peak_bytes_per_s = setting.peaks.bandwidth_bytes_per_s,
                      .caches = {},
                      .series = {}};
  for (const auto& cache : from.data.machine.caches) {
    const auto bytes = static_cast<double>(cache.bytes);
    out.caches.push_back({bytes, fmt::format("L{} {}", cache.level, short_text(bytes, unit::bytes))});
  }
  std::ranges::sort(out.caches, {}, &guide::at);
  return out;
}

}  // namespace

std::vector<bandwidth_chart> bandwidth_charts_of(const std::vector<source_profile>& profiles,
                                                 const std::vector<point_series>& series) {
  std::vector<bandwidth_chart> out;
  for (const point_series& one : series) {
    if (!is_stream(one)) continue;
    bandwidth_chart chart = empty_chart(profiles[one.profile], one, profiles.size() > 1);
    auto same = std::ranges::find(out, chart.id, &bandwidth_chart::id);
    if (same == out.end()) {
      out.push_back(std::move(chart));
      same = out.end() - 1;
    }
    same->series.push_back(one.number);
  }
  return out;
}

figure figure_of(const bandwidth_chart& chart, const std::vector<point_series>& series) {
  std::vector<double> sizes, rates{chart.peak_bytes_per_s};
  plot streams;
  figure out{.id = chart.id,
             .title = "Bandwidth against working set: " + chart.title,
             .description = {},
             .plots = {},
             .legend = {},
             .height = 360};
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const point_series& one = series[chart.series[i]];
    const std::size_t mark = i % mark_count;
    mark_set set{
        .mark = mark, .series = one.number, .operation = one.operation, .hollow = one.of == origin::fitted, .at = {}};
    for (const point& at : one.points) {
      set.at.emplace_back(static_cast<double>(at.dims.front()), at.bytes_per_s());
      sizes.push_back(set.at.back().first);
      rates.push_back(set.at.back().second);
    }
    plot_line line{.colour = mark, .level = {}, .label = {}, .at = {}};
    for (const point& at : one.line) line.at.emplace_back(static_cast<double>(at.dims.front()), at.bytes_per_s());
    streams.marks.push_back(std::move(set));
    streams.lines.push_back(std::move(line));
    out.legend.push_back({mark, one.operation, one.of == origin::fitted});
  }
  streams.x = logarithmic("working set: bytes read and written", unit::bytes, sizes);
  streams.y = logarithmic("bandwidth, B/s", unit::bytes_per_s, rates);
  streams.guides = chart.caches;
  if (chart.peak_bytes_per_s > 0) {
    streams.lines.push_back(
        {.colour = 0,
         .is_roof = true,
         .level = {},
         .dashed = true,
         .label = "peak of memory " + console::bytes_per_s(chart.peak_bytes_per_s),
         .at = {{streams.x.low, chart.peak_bytes_per_s}, {streams.x.high, chart.peak_bytes_per_s}}});
  }
  out.description = fmt::format(
      "Bytes per second of {} streams over their working sets, logarithmic on both axes; vertical lines are the sizes "
      "of {} caches.",
      chart.series.size(), chart.caches.size());
  out.plots.push_back(std::move(streams));
  return out;
}

}  // namespace calib::report
