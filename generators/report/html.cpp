#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "console/units.hpp"
#include "report/html_page.hpp"
#include "report/html_tables.hpp"
#include "report/plot_svg.hpp"
#include "report/report.hpp"
#include "report/svg_text.hpp"

namespace calib::report {
namespace {

/// "AMD EPYC, 2 cores, 23.5 GiB, under KVM; L1 32 KiB, ..."
std::string machine_text(const profile_io::profile_data& profile) {
  const profile_io::machine_data& machine = profile.machine;
  std::string out = machine.cpu;
  const auto add = [&out](const std::string& more) { out += (out.empty() ? "" : ", ") + more; };
  if (machine.cores > 0) add(fmt::format("{} cores", machine.cores));
  if (machine.memory_bytes > 0) add(console::bytes(static_cast<double>(machine.memory_bytes)));
  for (const auto& cache : machine.caches) {
    add(fmt::format("L{} {}", cache.level, console::bytes(static_cast<double>(cache.bytes))));
  }
  if (!machine.hypervisor.empty() && machine.hypervisor != "none") add("under " + machine.hypervisor);
  if (!profile.measured_on.core_kind.empty()) add(profile.measured_on.core_kind + " cores were measured");
  if (profile.measured_on.cpu_quota > 0) add(fmt::format("a quota of {:.3g} CPUs", profile.measured_on.cpu_quota));
  return out;
}

std::string profile_html(const profile_io::profile_data& profile) {
  std::string out =
      fmt::format("<h3>{} <span class=\"dim\">({})</span></h3>\n", escaped(profile.name), escaped(profile.id));
  const std::string machine = machine_text(profile);
  if (!machine.empty()) out += fmt::format("<p>{}</p>\n", escaped(machine));
  if (!profile.created.empty()) out += fmt::format("<p class=\"dim\">Measured {}</p>\n", escaped(profile.created));
  out += fmt::format("<div class=\"wide\">{}{}</div>\n", peaks_table_of(profile), settings_table_of(profile));
  if (!profile.theoretical.source.empty()) {
    out += fmt::format("<p class=\"dim\">Theoretical peaks: {}</p>\n", escaped(profile.theoretical.source));
  }
  if (!profile.measured.source.empty()) {
    out += fmt::format("<p class=\"dim\">Measured peaks: {}</p>\n", escaped(profile.measured.source));
  }
  return out;
}

std::string network_html(const network_chart& chart) {
  std::string band;
  if (chart.error_p95 > 0) {
    band = fmt::format(
        " The errors of its tables, weighed by latency: median {}, 95th percentile {} (of {} of the time).",
        console::percent(chart.error_median), console::percent(chart.error_p95), console::percent(chart.with_error));
  }
  std::string out =
      fmt::format("<h3>{} {} on {}, {}: {}</h3>\n", escaped(chart.network), escaped(chart.sizes),
                  escaped(chart.profile), escaped(chart.setting), escaped(short_text(chart.latency_s, unit::time)));
  for (const std::string& note : chart.notes) out += fmt::format("<p>{}</p>\n", escaped(note));
  out += figure_html(totals_svg_of(chart),
                     fmt::format("Before and after a calibration.{} Sources: {}.", band, escaped(chart.sources)),
                     totals_table_of(chart));
  out += figure_html(layers_svg_of(chart),
                     fmt::format("The {} heaviest of {} steps, and their times.",
                                 std::min(layers_drawn, chart.rows.size()), chart.rows.size()),
                     table_of(chart));
  return out;
}

std::string_view caption_of_points(const report_data& report, const std::vector<std::size_t>& numbers) {
  const bool fitted =
      std::ranges::any_of(numbers, [&](std::size_t number) { return report.series[number].of == origin::fitted; });
  return fitted ? " Hollow marks are knots of fitted tables, which do not tell what was measured." : "";
}

std::string roofline_html(const report_data& report, const roofline_chart& chart) {
  std::string caption = "Each mark is a shape.";
  caption += caption_of_points(report, chart.series);
  if (chart.under.front().levels.size() > 1 && !chart.by_profile) {
    caption += " Dashed roofs are those of caches: the best rate of a stream that fits.";
  }
  if (chart.under.front().flops_per_s <= 0) caption += " The peak of arithmetic is not known.";
  return fmt::format("<h3>{}</h3>\n", escaped(chart.title)) +
         figure_html(svg_of(figure_of(chart, report.series)), caption, table_of(report, chart));
}

/// "openblas_1t_warm 5.8 % / 45.4 % (398 shapes, 5-fold); ..." of each series that was tested.
std::string errors_html(const report_data& report, const size_chart& chart) {
  std::string out;
  for (std::size_t i = 0; i < chart.series.size(); ++i) {
    const point_series& one = report.series[chart.series[i]];
    if (one.error.count == 0) continue;
    out += fmt::format("{} {} {} / {} ({} shapes, {})", out.empty() ? "" : ";", escaped(chart.names[i]),
                       console::percent(one.error.median), console::percent(one.error.p95), one.error.count,
                       one.error_method);
  }
  return out.empty() ? "The tables were not tested on other shapes."
                     : "Errors on shapes that the tables were not made from, median / 95th percentile:" + out + ".";
}

std::string line_text(const point_series& one) {
  if (one.line.size() < 2) return {};
  return fmt::format(" Lines: the table's answers from {} to {}.", escaped(shape_text(one, one.line.front())),
                     escaped(shape_text(one, one.line.back())));
}

std::string size_html(const report_data& report, const size_chart& chart) {
  std::string tables;
  std::size_t left_out = 0;
  for (const std::size_t number : chart.series) {
    tables += table_of(report, report.series[number]);
    left_out += report.series[number].left_out;
  }
  std::string caption = errors_html(report, chart) + line_text(report.series[chart.series.front()]);
  caption += caption_of_points(report, chart.series);
  if (left_out > 0) caption += fmt::format(" {} further knots are not shown.", left_out);
  const std::string format{facts(chart.precision).name};
  return fmt::format("<section class=\"op\" id=\"op-{0}-{1}\"><h3>{0} {1}</h3>\n", escaped(chart.operation), format) +
         figure_html(svg_of(figure_of(chart, report.series)), caption, tables) + "</section>\n";
}

std::string bandwidth_html(const report_data& report, const bandwidth_chart& chart) {
  std::string links = "The points are in the data of";
  for (const std::size_t number : chart.series) {
    const point_series& one = report.series[number];
    links += fmt::format(" <a href=\"#op-{0}-{1}\">{0}</a>", escaped(one.operation), facts(one.precision).name);
  }
  std::string data =
      "<table class=\"num\"><caption>Best and largest</caption><thead><tr><th>stream<th>best<th>at<th>"
      "largest working set<th>its rate<tbody>\n";
  for (const std::size_t number : chart.series) {
    const point_series& one = report.series[number];
    if (one.points.empty()) continue;
    const auto best = std::ranges::max_element(one.points, {}, &point::bytes_per_s);
    const auto last = std::ranges::max_element(one.points, {}, [](const point& at) { return at.dims.front(); });
    data +=
        fmt::format("<tr><td>{}<td>{}<td>{}<td>{}<td>{}\n", escaped(one.operation),
                    console::bytes_per_s(best->bytes_per_s()), console::bytes(static_cast<double>(best->dims.front())),
                    console::bytes(static_cast<double>(last->dims.front())), console::bytes_per_s(last->bytes_per_s()));
  }
  return fmt::format("<h3>{}</h3>\n", escaped(chart.title)) +
         figure_html(svg_of(figure_of(chart, report.series)), links + ".", data + "</table>");
}

std::string heat_html(const heat_map& map) {
  return fmt::format("<h3>{}</h3>\n", escaped(map.title)) +
         figure_html(svg_of(map), "Per cent of the roofline; light is fast.", table_of(map));
}

/// The tables of a profile: drawn, if they have grades.
std::string tables_quality_html(const report_data& report, const profile_io::profile_data& profile) {
  const std::string table = quality_table_of(profile);
  const auto chart = std::ranges::find(report.qualities, "quality-" + profile.id, &quality_chart::id);
  if (chart == report.qualities.end()) return fmt::format("<div class=\"wide\">{}</div>\n", table);
  return fmt::format("<h3>Quality of the measurement: {}</h3>\n", escaped(profile.id)) +
         figure_html(svg_of(*chart),
                     "Each line is a table with its grade, A to D. Bars are medians over its points, of the rejected "
                     "samples their share; smaller is better. The interval is half of the 95 % interval of the median. "
                     "Marks are flags.",
                     table);
}

/// The time of a run, if its profile keeps it.
std::string history_html(const report_data& report, const profile_io::profile_data& profile) {
  const auto chart = std::ranges::find(report.histories, "history-" + profile.id, &figure::id);
  if (chart == report.histories.end()) return {};
  return fmt::format("<h3>Over the run: {}</h3>\n", escaped(profile.id)) +
         figure_html(svg_of(*chart),
                     "Canaries are fixed work: 1 is their median under a condition, and more is slower. That of fma "
                     "counts cycles, so that the clock is not in it. Conditions follow each other. Values beyond the "
                     "scale are drawn at its edge.",
                     history_table_of(profile));
}

std::string quality_html(const report_data& report) {
  std::string out;
  for (const source_profile& from : report.profiles) {
    out += tables_quality_html(report, from.data) + history_html(report, from.data);
  }
  if (!report.flags.empty()) {
    out +=
        "<div class=\"wide\"><table><caption>Flags</caption><thead><tr><th>flag<th>what it says, and what "
        "helps<tbody>\n";
    for (const flag_note& one : report.flags) {
      out += fmt::format("<tr><td>{}<td>{}\n", escaped(one.flag), escaped(one.advice));
    }
    out += "</table></div>\n";
  }
  for (const source_profile& from : report.profiles) {
    out += fmt::format("<div class=\"wide\">{}</div>\n", environment_table_of(from.data));
  }
  return out;
}

}  // namespace

std::string html_of(const report_data& report) {
  std::string lead;
  for (const source_profile& one : report.profiles) {
    const std::string machine = machine_text(one.data);
    if (report.profiles.size() == 1) {
      if (!machine.empty()) lead += fmt::format("<p>{}</p>\n", escaped(machine));
    } else {
      lead += fmt::format("<p>{}{}{}</p>\n", escaped(one.data.name), machine.empty() ? "" : ": ", escaped(machine));
    }
  }
  std::string machines, networks, rooflines, sizes, bandwidths, maps;
  for (const source_profile& one : report.profiles) machines += profile_html(one.data);
  for (const network_chart& one : report.networks) networks += network_html(one);
  for (const roofline_chart& one : report.rooflines) rooflines += roofline_html(report, one);
  if (!report.sizes.empty()) {
    sizes = "<p>In the data, c, m and o say what limits a shape: compute, memory, or the overhead of a call.</p>\n";
  }
  for (const size_chart& one : report.sizes) sizes += size_html(report, one);
  for (const bandwidth_chart& one : report.bandwidths) bandwidths += bandwidth_html(report, one);
  for (const heat_map& one : report.heat_maps) maps += heat_html(one);
  const std::array<section, 7> sections{{{"networks", "Networks", networks},
                                         {"rooflines", "Rooflines", rooflines},
                                         {"bandwidth", "Bandwidth", bandwidths},
                                         {"maps", "Matrix products by size", maps},
                                         {"operations", "Operations", sizes},
                                         {"machines", "Machines and settings", machines},
                                         {"quality", "Quality", quality_html(report)}}};
  lead += fmt::format(
      "<p class=\"dim\">Made by {}. Point at a mark, or use the arrow keys in a chart, to see its shape; click it to "
      "see its operation alone.</p>",
      escaped(report.made_by));
  return page_of(report.title, lead, sections);
}

}  // namespace calib::report
