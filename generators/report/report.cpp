#include "report/report.hpp"

#include "report/plot_svg.hpp"
#include "report/svg_text.hpp"

namespace calib::report {

report_data report_on(std::vector<source_profile> profiles) {
  report_data out;
  out.profiles = std::move(profiles);
  for (std::size_t i = 0; i < out.profiles.size(); ++i) {
    out.title += (i == 0 ? "" : ", ") + out.profiles[i].data.name;
    for (point_series& one : series_of(out.profiles[i], i, out.series.size())) out.series.push_back(std::move(one));
  }
  if (out.profiles.size() > 1) out.rooflines = overlaid_rooflines_of(out.profiles, out.series);
  for (roofline_chart& chart : rooflines_of(out.profiles, out.series)) out.rooflines.push_back(std::move(chart));
  out.sizes = size_charts_of(out.profiles, out.series);
  out.bandwidths = bandwidth_charts_of(out.profiles, out.series);
  out.heat_maps = heat_maps_of(out.profiles);
  out.qualities = quality_charts_of(out.profiles);
  out.histories = history_charts_of(out.profiles);
  return out;
}

std::vector<std::pair<std::string, std::string>> pictures_of(const report_data& report) {
  std::vector<std::pair<std::string, std::string>> out;
  const auto add = [&out](const std::string& id, const std::string& svg) { out.emplace_back(id, standalone(svg)); };
  for (const network_chart& chart : report.networks) {
    add(chart.id + "-totals", totals_svg_of(chart));
    add(chart.id + "-layers", layers_svg_of(chart));
  }
  for (const roofline_chart& chart : report.rooflines) add(chart.id, svg_of(figure_of(chart, report.series)));
  for (const size_chart& chart : report.sizes) add(chart.id, svg_of(figure_of(chart, report.series)));
  for (const bandwidth_chart& chart : report.bandwidths) add(chart.id, svg_of(figure_of(chart, report.series)));
  for (const heat_map& map : report.heat_maps) add(map.id, svg_of(map));
  for (const quality_chart& chart : report.qualities) add(chart.id, svg_of(chart));
  for (const figure& chart : report.histories) add(chart.id, svg_of(chart));
  return out;
}

}  // namespace calib::report
