#include "report/size_chart.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace calib::report {
namespace {

/// Where a chart of shares ends at most. Some small shapes that a cache serves are many times beyond the roofline of
/// memory, and others would be flat beside them; where many are, the chart is about them.
double cut_of(std::vector<double> shares) {
  constexpr double usual = 2, part = 0.9;
  std::ranges::sort(shares);
  const double most = shares[static_cast<std::size_t>(part * static_cast<double>(shares.size() - 1))];
  return std::max(usual, linear({}, unit::share, std::span{&most, 1}).high);
}

/// The line of a table's shares where it is in sight: drawn along the edge, it would seem to be level.
std::vector<plot_line> parts_below(double high, const point_series& of, std::size_t colour) {
  std::vector<plot_line> out;
  bool open = false;
  for (const point& at : of.line) {
    if (at.share > high) {
      open = false;
      continue;
    }
    if (!open) out.push_back({.colour = colour, .level = {}, .label = {}, .at = {}});
    open = true;
    out.back().at.emplace_back(size_of(of, at), at.share);
  }
  return out;
}

}  // namespace

scale size_scale(const point_series& of, std::span<const double> sizes) {
  if (of.axes.size() > 1) {
    return of.computes() ? logarithmic("FLOP of the call", unit::flops, sizes)
                         : logarithmic("bytes that the call moves", unit::bytes, sizes);
  }
  const bool bytes = of.axes.front() == "bytes";
  return logarithmic(of.axes.front(), bytes ? unit::bytes : unit::count, sizes);
}

std::vector<size_chart> size_charts_of(const std::vector<source_profile>& profiles,
                                       const std::vector<point_series>& series) {
  std::vector<size_chart> out;
  for (const point_series& one : series) {
    const auto same = [&](const size_chart& chart) {
      return chart.operation == one.operation && chart.precision == one.precision;
    };
    auto chart = std::ranges::find_if(out, same);
    if (chart == out.end()) {
      out.push_back({.id = fmt::format("size-{}-{}", one.operation, facts(one.precision).name),
                     .operation = one.operation,
                     .precision = one.precision,
                     .series = {},
                     .names = {}});
      chart = out.end() - 1;
    }
    chart->series.push_back(one.number);
    chart->names.push_back(profiles.size() > 1 ? profiles[one.profile].data.id + ": " + one.setting : one.setting);
  }
  return out;
}

figure figure_of(const size_chart& chart, const std::vector<point_series>& series) {
  std::vector<double> sizes, latencies, shares;
  std::size_t count = 0;
  for (const std::size_t number : chart.series) {
    const point_series& one = series[number];
    count += one.points.size();
    for (const auto* points : {&one.points, &one.line}) {
      for (const point& at : *points) {
        sizes.push_back(size_of(one, at));
        latencies.push_back(at.latency_s);
        shares.push_back(at.share);
      }
    }
  }
  const point_series& first = series[chart.series.front()];
  plot latency, share;
  latency.x = share.x = size_scale(first, sizes);
  latency.y = logarithmic("latency", unit::time, latencies);
  share.y = linear("share of the roofline", unit::share, shares);
  const double most_shown = cut_of(shares);
  if (share.y.high > 1.5 * most_shown) {  // a little more is no reason to cut
    share.y.high = most_shown;
    share.y.label += fmt::format(", cut at {}", short_text(most_shown, unit::share));
  }
  figure out{.id = chart.id,
             .title = fmt::format("{} {}: latency and share of the roofline against size", chart.operation,
                                  facts(chart.precision).name),
             .description = {},
             .plots = {},
             .legend = {},
             .height = 300};
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const point_series& one = series[chart.series[i]];
    mark_set set{.mark = i % mark_count,
                 .series = one.number,
                 .operation = one.operation,
                 .hollow = one.of == origin::fitted,
                 .at = {}};
    mark_set shares_of = set;
    for (const point& at : one.points) {
      set.at.emplace_back(size_of(one, at), at.latency_s);
      shares_of.at.emplace_back(size_of(one, at), at.share);
    }
    plot_line line{.colour = i % mark_count, .level = {}, .label = {}, .at = {}};
    for (const point& at : one.line) line.at.emplace_back(size_of(one, at), at.latency_s);
    const bool known = std::ranges::any_of(one.points, [](const point& at) { return at.share > 0; });
    latency.marks.push_back(std::move(set));
    latency.lines.push_back(std::move(line));
    if (known) {
      share.marks.push_back(std::move(shares_of));
      for (plot_line& part : parts_below(share.y.high, one, i % mark_count)) share.lines.push_back(std::move(part));
    }
    out.legend.push_back({i % mark_count, chart.names[i], one.of == origin::fitted});
  }
  out.description = fmt::format(
      "Two charts over the size of the call on a logarithmic axis: latency, logarithmic, and the share of the "
      "roofline. "
      "{} points; lines are the tables' answers.",
      count);
  out.plots = {std::move(latency), std::move(share)};
  return out;
}

}  // namespace calib::report
