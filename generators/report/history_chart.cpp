#include "report/history_chart.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>
#include <utility>

namespace calib::report {
namespace {

using profile_io::history_data;
using history_parts = std::vector<history_data>;
using history_series = std::vector<double> history_data::*;

struct canary_line {
  std::string_view name;
  history_series ratios;
  bool dashed;  ///< two of the colours differ little for those who do not see them
};

constexpr std::array<canary_line, 3> canary_lines{
    {{"fma", &history_data::fma, false}, {"cache", &history_data::cache, false}, {"dram", &history_data::dram, true}}};
constexpr std::size_t clock_colour = 3;

constexpr double hz_per_ghz = 1e9;

/// A series of all conditions together.
std::vector<double> all_values(const history_parts& parts, history_series series) {
  std::vector<double> out;
  for (const history_data& part : parts) out.insert(out.end(), (part.*series).begin(), (part.*series).end());
  return out;
}

/// The time of all conditions, with a guide where each begins.
plot over_time(const history_parts& parts) {
  plot out;
  double begin_s = 0;
  for (const history_data& part : parts) {
    out.guides.push_back({begin_s, part.condition});
    begin_s += part.time_s.back();
  }
  out.x = linear("seconds of measuring", unit::count, {&begin_s, 1});
  return out;
}

/// A line for each condition that has the series.
void add_lines(plot& to, const history_parts& parts, history_series series, double one, const plot_line& style) {
  for (std::size_t p = 0; p < parts.size(); ++p) {
    plot_line line = style;
    for (std::size_t i = 0; i < (parts[p].*series).size(); ++i) {
      line.at.emplace_back(to.guides[p].at + parts[p].time_s[i], (parts[p].*series)[i] / one);
    }
    if (!line.at.empty()) to.lines.push_back(std::move(line));
  }
}

plot_line line_style(std::size_t colour, bool dashed) {
  return {.colour = colour, .level = {}, .dashed = dashed, .label = {}, .at = {}};
}

void add_canaries(figure& to, const history_parts& parts) {
  plot chart = over_time(parts);
  std::vector<double> all;
  for (std::size_t i = 0; i < canary_lines.size(); ++i) {
    const auto& [name, ratios, dashed] = canary_lines[i];
    const std::vector<double> values = all_values(parts, ratios);
    if (values.empty()) continue;
    all.insert(all.end(), values.begin(), values.end());
    add_lines(chart, parts, ratios, 1, line_style(i, dashed));
    to.legend.push_back({i, std::string{name}, false});
  }
  if (all.empty()) return;
  chart.y = around_one("canary / its median", all, 1);
  to.plots.push_back(std::move(chart));
}

/// On a scale as narrow as its changes are small.
void add_clock(figure& to, const history_parts& parts) {
  std::vector<double> ratios = all_values(parts, &history_data::clock_hz);
  if (ratios.empty()) return;
  const auto [lowest, highest] = std::ranges::minmax(ratios);
  const double middle_hz = std::sqrt(lowest * highest);
  for (double& one : ratios) one /= middle_hz;
  plot chart = over_time(parts);
  chart.y = around_one("clock in GHz", ratios, 1);
  chart.y.low *= middle_hz / hz_per_ghz;
  chart.y.high *= middle_hz / hz_per_ghz;
  add_lines(chart, parts, &history_data::clock_hz, hz_per_ghz, line_style(clock_colour, false));
  to.legend.push_back({clock_colour, "clock", false});
  to.plots.push_back(std::move(chart));
}

figure over_the_run(const profile_io::profile_data& profile) {
  figure out{.id = "history-" + profile.id,
             .title = "Over the run: " + profile.name,
             .description =
                 "Lines over the seconds of measuring, one condition after the other: the canaries, each as "
                 "its ratio to its median, and the clock.",
             .plots = {},
             .legend = {},
             .height = 272};
  add_canaries(out, profile.history);
  add_clock(out, profile.history);
  return out;
}

}  // namespace

std::vector<figure> history_charts_of(const std::vector<source_profile>& profiles) {
  std::vector<figure> out;
  for (const source_profile& from : profiles) {
    figure one = over_the_run(from.data);
    if (!one.plots.empty()) out.push_back(std::move(one));
  }
  return out;
}

}  // namespace calib::report
