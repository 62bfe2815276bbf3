#include "report/roofline_chart.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "console/units.hpp"
#include "report/families.hpp"

namespace calib::report {
namespace {

bool belongs(const point_series& one, std::size_t profile, std::string_view setting, precision p) {
  return one.profile == profile && one.setting == setting && one.precision == p && one.computes();
}

std::vector<std::size_t> numbers_of(const std::vector<point_series>& series, std::size_t profile,
                                    std::string_view setting, precision p) {
  std::vector<std::size_t> out;
  for (const point_series& one : series) {
    if (belongs(one, profile, setting, p)) out.push_back(one.number);
  }
  return out;
}

std::size_t points_of(const std::vector<point_series>& series, const std::vector<std::size_t>& numbers) {
  std::size_t count = 0;
  for (const std::size_t number : numbers) count += series[number].points.size();
  return count;
}

std::string_view precision_name(std::size_t p) { return facts(static_cast<precision>(p)).name; }

/// The setting of a profile with most points in a precision; empty where there are none.
std::string busiest_setting(const profile_io::profile_data& profile, std::size_t number,
                            const std::vector<point_series>& series, precision p) {
  std::string best;
  std::size_t most = 0;
  for (const auto& setting : profile.settings) {
    const std::size_t count = points_of(series, numbers_of(series, number, setting.id, p));
    if (count > most) most = count, best = setting.id;
  }
  return best;
}

/// Where a roof of memory meets that of arithmetic, or the edge of the chart.
double ridge(const memory_level& level, double flops_per_s, double high) {
  return flops_per_s > 0 ? std::min(high, flops_per_s / level.bytes_per_s) : high;
}

void add_roofs(plot& to, const roofs& of, bool named, std::size_t colour) {
  const std::string prefix = named ? of.of + ": " : "";
  double first_ridge = to.x.low;
  if (!of.levels.empty()) first_ridge = ridge(of.levels.back(), of.flops_per_s, to.x.high);
  if (of.flops_per_s > 0) {
    to.lines.push_back({.colour = colour,
                        .is_roof = true,
                        .coloured = named,
                        .level = {},
                        .label = prefix + console::flops_per_s(of.flops_per_s),
                        .at = {{std::max(first_ridge, to.x.low), of.flops_per_s}, {to.x.high, of.flops_per_s}}});
  }
  for (const memory_level& level : of.levels) {
    // From where the roof comes into sight.
    const double from = std::max(to.x.low, to.y.low / level.bytes_per_s);
    const double until = std::min(ridge(level, of.flops_per_s, to.x.high), to.y.high / level.bytes_per_s);
    if (until <= from) continue;
    to.lines.push_back({.colour = colour,
                        .is_roof = true,
                        .coloured = named,
                        .level = named ? std::string{} : level.name,
                        .dashed = &level != &of.levels.front(),
                        .label = (named ? prefix : level.name + " ") + console::bytes_per_s(level.bytes_per_s),
                        .at = {{from, from * level.bytes_per_s}, {until, until * level.bytes_per_s}}});
  }
}

plot empty_plot(const roofline_chart& chart, const std::vector<point_series>& series) {
  std::vector<double> x, y;
  for (const std::size_t number : chart.series) {
    for (const point& one : series[number].points) {
      x.push_back(one.intensity());
      y.push_back(one.flops_per_s());
    }
  }
  for (const roofs& of : chart.under) {
    if (of.flops_per_s <= 0) continue;
    y.push_back(1.3 * of.flops_per_s);  // room for the roof's label
    if (!of.levels.empty()) x.push_back(3 * of.flops_per_s / of.levels.front().bytes_per_s);
  }
  plot out;
  out.x = logarithmic("arithmetic intensity, FLOP/byte", unit::intensity, x);
  out.y = logarithmic("achieved FLOP/s", unit::flops_per_s, y);
  return out;
}

}  // namespace

std::vector<roofline_chart> rooflines_of(const std::vector<source_profile>& profiles,
                                         const std::vector<point_series>& series) {
  std::vector<roofline_chart> out;
  for (std::size_t i = 0; i < profiles.size(); ++i) {
    for (const auto& setting : profiles[i].data.settings) {
      for (std::size_t p = 0; p < precision_count; ++p) {
        const auto format = static_cast<precision>(p);
        auto numbers = numbers_of(series, i, setting.id, format);
        if (numbers.empty()) continue;
        std::string title = fmt::format("{}, {}", setting.id, precision_name(p));
        if (profiles.size() > 1) title.insert(0, profiles[i].data.id + ", ");
        out.push_back({.id = fmt::format("roofline-{}-{}-{}", profiles[i].data.id, setting.id, precision_name(p)),
                       .title = std::move(title),
                       .precision = format,
                       .by_profile = false,
                       .under = {roofs_of(profiles[i].data, i, setting.id, format)},
                       .series = std::move(numbers)});
      }
    }
  }
  return out;
}

std::vector<roofline_chart> overlaid_rooflines_of(const std::vector<source_profile>& profiles,
                                                  const std::vector<point_series>& series) {
  std::vector<roofline_chart> out;
  for (std::size_t p = 0; p < precision_count; ++p) {
    const auto format = static_cast<precision>(p);
    roofline_chart chart{.id = fmt::format("roofline-all-{}", precision_name(p)),
                         .title = fmt::format("All profiles, {}", precision_name(p)),
                         .precision = format,
                         .by_profile = true,
                         .under = {},
                         .series = {}};
    for (std::size_t i = 0; i < profiles.size(); ++i) {
      const std::string setting = busiest_setting(profiles[i].data, i, series, format);
      if (setting.empty()) continue;
      chart.under.push_back(roofs_of(profiles[i].data, i, setting, format));
      for (const std::size_t number : numbers_of(series, i, setting, format)) chart.series.push_back(number);
    }
    if (chart.under.size() > 1) out.push_back(std::move(chart));
  }
  return out;
}

figure figure_of(const roofline_chart& chart, const std::vector<point_series>& series) {
  plot roofline = empty_plot(chart, series);
  std::set<std::size_t> marks;
  for (const roofs& of : chart.under) {
    roofs shown = of;
    if (chart.by_profile && shown.levels.size() > 1) shown.levels.resize(1);  // caches of several would be a thicket
    add_roofs(roofline, shown, chart.by_profile, shown.profile);
  }
  figure out{
      .id = chart.id, .title = "Roofline: " + chart.title, .description = {}, .plots = {}, .legend = {}, .height = 480};
  std::size_t count = 0;
  for (const std::size_t number : chart.series) {
    const point_series& one = series[number];
    const std::size_t mark = chart.by_profile ? one.profile : family_of(one.operation);
    mark_set set{
        .mark = mark, .series = number, .operation = one.operation, .hollow = one.of == origin::fitted, .at = {}};
    for (const point& at : one.points) set.at.emplace_back(at.intensity(), at.flops_per_s());
    count += set.at.size();
    roofline.marks.push_back(std::move(set));
    if (!marks.insert(mark).second) continue;
    const auto under = std::ranges::find(chart.under, one.profile, &roofs::profile);
    out.legend.push_back({mark, chart.by_profile ? under->of + ", " + under->setting : std::string{family_names[mark]},
                          one.of == origin::fitted});
  }
  std::ranges::sort(out.legend, {}, &legend_entry::mark);
  out.description = fmt::format(
      "Achieved FLOP/s of {} shapes of {} operations over their arithmetic intensity, logarithmic on both axes, below "
      "the roofs of arithmetic and memory.",
      count, chart.series.size());
  out.plots.push_back(std::move(roofline));
  return out;
}

}  // namespace calib::report
