#include <fmt/format.h>

#include <algorithm>

#include "console/units.hpp"
#include "report/html_tables.hpp"
#include "report/report.hpp"

namespace calib::report {
namespace {

/// As many layers as a pull request bears.
constexpr std::size_t layers_listed = 10;

/// Text as it is: a bar would end a cell, and < begin a tag.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '|' ? std::string{"\\|"} : c == '<' ? std::string{"&lt;"} : std::string{c};
  return out;
}

std::string time_text(const std::optional<double>& seconds) {
  return seconds ? short_text(*seconds, unit::time) : "unknown";
}

std::string network_text(const network_chart& chart) {
  std::string out = fmt::format("## {} {} on {}, {}\n\n| estimate | time of one pass |\n|---|--:|\n", chart.network,
                                chart.sizes, chart.profile, chart.setting);
  out += fmt::format("| datasheet at {} | {} |\n", short_text(chart.assumed_efficiency, unit::share),
                     time_text(chart.datasheet_s));
  out += fmt::format("| roofline | {} |\n| calibrated | **{}** |\n", time_text(chart.roofline_s),
                     time_text(chart.latency_s));
  if (chart.as_it_comes_s > 0)
    out += fmt::format("| as it comes, beside others | {} |\n", time_text(chart.as_it_comes_s));
  out += "\n";
  if (chart.error_p95 > 0) {
    out += fmt::format(
        "Error of its tables, weighed by latency: median {}, 95th percentile {} (of {} of the time).\n\n",
        console::percent(chart.error_median), console::percent(chart.error_p95), console::percent(chart.with_error));
  }
  out += fmt::format("Sources: {}.\n\n", chart.sources);
  out += "| layer | operation | shape | latency | share | limit |\n|---|---|---|--:|--:|---|\n";
  const std::size_t count = std::min(layers_listed, chart.rows.size());
  for (std::size_t i = 0; i < count; ++i) {
    const layer_row& one = chart.rows[i];
    out += fmt::format("| {} | {} | {} | {} | {} | {} |\n", plain(one.layer), one.operation, one.shape,
                       time_text(one.latency_s), console::percent(one.share), one.limiter);
  }
  if (count < chart.rows.size()) out += fmt::format("\nand {} more.\n", chart.rows.size() - count);
  return out + "\n";
}

std::string tables_text(const report_data& report, std::size_t profile) {
  std::string out =
      "| setting | operation | points | best rate | of the roofline | at | grade | error med / p95 |\n"
      "|---|---|--:|--:|--:|---|---|--:|\n";
  for (const point_series& one : report.series) {
    if (one.profile != profile || one.points.empty()) continue;
    const auto rate = [&](const point& at) { return one.computes() ? at.flops_per_s() : at.bytes_per_s(); };
    const point& best = *std::ranges::max_element(one.points, {}, rate);
    const auto& tables = report.profiles[profile].data.tables;
    const auto table = std::ranges::find_if(tables, [&](const profile_io::table_data& t) {
      return t.setting == one.setting && t.operation == one.operation && t.precision == one.precision;
    });
    out +=
        fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} |\n", one.setting, one.operation_text(), one.points.size(),
                    one.computes() ? console::flops_per_s(rate(best)) : console::bytes_per_s(rate(best)),
                    best.share > 0 ? console::percent(best.share) : "", shape_text(one, best),
                    table == tables.end() || table->quality.grade == '-' ? ' ' : table->quality.grade,
                    one.error.count > 0
                        ? fmt::format("{} / {}", console::percent(one.error.median), console::percent(one.error.p95))
                        : "");
  }
  return out + "\n";
}

}  // namespace

std::string markdown_of(const report_data& report) {
  std::string out = fmt::format("# {}\n\n", plain(report.title));
  for (const network_chart& chart : report.networks) out += network_text(chart);
  for (std::size_t i = 0; i < report.profiles.size(); ++i) {
    const profile_io::profile_data& profile = report.profiles[i].data;
    out += fmt::format("## {} ({})\n\n", plain(profile.name), profile.id);
    if (profile.tables.empty()) {
      out += "No tables: every answer is the roofline of the theoretical peaks.\n\n";
    } else {
      out += tables_text(report, i);
    }
  }
  return out;
}

}  // namespace calib::report
