#include "report/html_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "console/units.hpp"
#include "profile_io/operations.hpp"
#include "report/html_text.hpp"
#include "report/svg_text.hpp"

namespace calib::report {
namespace {

/// Of per cents two are enough, where a third would be behind the point.
std::string share_digits(double percent) {
  return percent >= 0.1 && percent < 99.5 ? fmt::format("{:.2g}", percent) : three_digits(percent);
}

std::string percent_or_dash(double share) { return share > 0 ? fmt::format("{:.1f} %", 100 * share) : "–"; }

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : std::string{between}) + word;
  return out;
}

const point* best_of(const point_series& series) {
  const auto best = std::ranges::max_element(series.points, {}, &point::share);
  return best == series.points.end() ? nullptr : &*best;
}

std::string absorbs_text(fusion_set absorbs) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < fusion_count; ++i) {
    if (absorbs.has(static_cast<fusion>(i))) names.emplace_back(fusion_names[i]);
  }
  return names.empty() ? "–" : joined(names, ", ");
}

std::string rate_or_dash(double value, std::string (*text)(double)) { return value > 0 ? text(value) : "–"; }

std::string ratio_or_dash(const std::vector<double>& ratios, std::size_t i) {
  return ratios.empty() ? "–" : fmt::format("{:.4g}", ratios[i]);
}

}  // namespace

std::string_view name(origin of) noexcept {
  switch (of) {
    case origin::measured:
      return "measured";
    case origin::knots:
      return "measured knots";
    case origin::fitted:
      break;
  }
  return "fitted knots";
}

std::string shape_text(const point_series& series, const point& one) {
  std::string out;
  for (std::size_t a = 0; a < series.axes.size(); ++a) {
    out += fmt::format("{}{}={}", a == 0 ? "" : " ", series.axes[a], one.dims[a]);
  }
  return out;
}

std::string table_of(const report_data& report, const point_series& series) {
  const std::string profile = report.profiles.size() > 1 ? report.profiles[series.profile].data.id + ": " : "";
  // The script tells the caption with every point.
  std::string band;
  if (series.error.count > 0) {
    band = fmt::format("; error of the table {} / {}", console::percent(series.error.median),
                       console::percent(series.error.p95));
  }
  std::string out = fmt::format(
      "<table class=\"num\" id=\"t{}\"><caption>{}, {}{}, {}{}</caption><thead><tr><th>{}<th>µs<th>{}<th>% of "
      "roofline, limit<tbody>",
      series.number, escaped(series.operation_text()), escaped(profile), escaped(series.setting), name(series.of), band,
      escaped(joined(series.axes, " ")), series.computes() ? "GFLOP/s" : "GB/s");
  for (const point& one : series.points) {
    out += "<tr><td>";
    for (std::size_t a = 0; a < one.dims.size(); ++a) out += fmt::format("{}{}", a == 0 ? "" : " ", one.dims[a]);
    out += fmt::format("<td>{}<td>{}<td>{} {}", three_digits(1e6 * one.latency_s),
                       three_digits(1e-9 * (series.computes() ? one.flops_per_s() : one.bytes_per_s())),
                       one.share > 0 ? share_digits(100 * one.share) : "–", name(one.limiter).substr(0, 1));
  }
  return out + "</table>\n";
}

std::string table_of(const report_data& report, const roofline_chart& chart) {
  std::string out =
      "<table><caption>Best shape of each operation; all points are below the operation's own chart.</caption>" +
      head({"operation", "setting", "points", "best share of the roofline", "rate", "at", "limit"});
  for (const std::size_t number : chart.series) {
    const point_series& one = report.series[number];
    const point* best = best_of(one);
    if (best == nullptr) continue;
    out +=
        row({one.operation, chart.by_profile ? report.profiles[one.profile].data.id + ": " + one.setting : one.setting,
             fmt::format("{} {}", one.points.size(), name(one.of)), percent_or_dash(best->share),
             console::flops_per_s(best->flops_per_s()), shape_text(one, *best), std::string{name(best->limiter)}});
  }
  return out + "</table>\n";
}

std::string table_of(const heat_map& map) {
  std::string out = fmt::format("<table class=\"num\"><caption>% of the roofline, {}</caption><thead><tr><th>m \\ n",
                                escaped(map.title));
  for (const std::size_t n : map.n) out += fmt::format("<th>{}", n);
  out += "<tbody>\n";
  for (std::size_t row = 0; row < map.m.size(); ++row) {
    out += fmt::format("<tr><th>{}", map.m[row]);
    for (std::size_t column = 0; column < map.n.size(); ++column) {
      out += fmt::format("<td>{:.0f}", 100 * map.share[row * map.n.size() + column]);
    }
    out += '\n';
  }
  return out + "</table>\n";
}

std::string table_of(const network_chart& chart) {
  std::string out = fmt::format("<table class=\"layers\"><caption>Layers by latency, the heaviest first</caption>{}",
                                head({"layer", "operation", "shape", "times", "latency", "share", "share before",
                                      "of roofline", "limit", "source", "error med / p95"}));
  for (const layer_row& one : chart.rows) {
    const bool known = one.datasheet_s && chart.datasheet_s && *chart.datasheet_s > 0;
    out += row(
        {one.layer + (one.layers > 1 ? fmt::format(" (+{})", one.layers - 1) : std::string{}), one.operation, one.shape,
         std::to_string(one.times), short_text(one.latency_s, unit::time), fmt::format("{:.1f} %", 100 * one.share),
         known ? fmt::format("{:.1f} %", 100 * *one.datasheet_s / *chart.datasheet_s) : "–",
         percent_or_dash(one.efficiency), one.limiter, one.source,
         one.error_p95 > 0 ? fmt::format("{:.1f} / {:.1f} %", 100 * one.error_median, 100 * one.error_p95) : "–"});
  }
  return out + "</table>\n";
}

std::string totals_table_of(const network_chart& chart) {
  const auto time = [](const std::optional<double>& seconds) {
    return seconds ? short_text(*seconds, unit::time) : std::string{"unknown"};
  };
  std::string out = "<table><caption>Time of one pass</caption>" + head({"estimate", "time"});
  out += row({"datasheet at " + short_text(chart.assumed_efficiency, unit::share), time(chart.datasheet_s)});
  out += row({"roofline", time(chart.roofline_s)}) + row({"calibrated", time(chart.latency_s)});
  if (chart.as_it_comes_s > 0) out += row({"as it comes, beside others", time(chart.as_it_comes_s)});
  return out + "</table>\n";
}

std::string quality_table_of(const profile_io::profile_data& profile) {
  if (profile.tables.empty()) return "<p>No tables: every answer is the roofline of the theoretical peaks.</p>\n";
  std::string out = fmt::format(
      "<table class=\"quality\"><caption>Every table of {}: its grade, how sure its measurements are, and how far its "
      "answers are off on shapes that it was not made from.</caption>",
      escaped(profile.id));
  out += head(
      {"setting", "operation", "shapes", "grade", "interval", "launches", "rejected", "median error", "95 %", "flags"});
  for (const profile_io::table_data& table : profile.tables) {
    const profile_io::quality_data& quality = table.quality;
    const error_band& error = table.error;
    const auto of_error = [&](double value) { return error.count > 0 ? console::percent(value) : std::string{"–"}; };
    out += row({table.setting, fmt::format("{} {}", table.operation, facts(table.precision).name),
                quality.points > 0 ? std::to_string(quality.points) : "–",
                quality.grade == '-' ? "–" : std::string(1, quality.grade), percent_or_dash(quality.interval),
                percent_or_dash(quality.between_launches), percent_or_dash(quality.rejected), of_error(error.median),
                of_error(error.p95), joined(quality.flags, ", ")});
  }
  return out + "</table>\n";
}

std::string history_table_of(const profile_io::profile_data& profile) {
  std::string out = "<table class=\"num\"><caption>The run over time</caption>" +
                    head({"condition", "seconds of measuring", "clock", "fma", "cache", "dram"});
  for (const profile_io::history_data& part : profile.history) {
    for (std::size_t i = 0; i < part.time_s.size(); ++i) {
      out += row({part.condition, fmt::format("{:.4g}", part.time_s[i]),
                  rate_or_dash(part.clock_hz.empty() ? 0 : part.clock_hz[i], console::frequency),
                  ratio_or_dash(part.fma, i), ratio_or_dash(part.cache, i), ratio_or_dash(part.dram, i)});
    }
  }
  return out + "</table>\n";
}

std::string settings_table_of(const profile_io::profile_data& profile) {
  std::string out = "<table><caption>Settings</caption>" +
                    head({"setting", "backend", "threads", "cache", "smallest call", "absorbs", "details"});
  for (const profile_io::setting_data& one : profile.settings) {
    std::string cache{name(one.cache)};
    if (one.company_bytes > 0) cache += ", " + console::bytes(static_cast<double>(one.company_bytes));
    out += row({one.id + (one.id == profile.default_setting ? " (default)" : ""), one.backend + " " + one.version,
                one.threads > 0 ? std::to_string(one.threads) : "–", cache,
                one.overhead_s > 0 ? short_text(one.overhead_s, unit::time) : "–", absorbs_text(one.absorbs),
                one.details});
  }
  return out + "</table>\n";
}

std::string peaks_table_of(const profile_io::profile_data& profile) {
  const profile_io::peak_data &theory = profile.theoretical, &measured = profile.measured;
  std::string out =
      "<table class=\"num\"><caption>Peaks of the whole machine</caption>" + head({"peak", "theoretical", "measured"});
  for (std::size_t p = 0; p < precision_count; ++p) {
    if (theory.peaks.flops_per_s[p] == 0 && measured.peaks.flops_per_s[p] == 0) continue;
    out += row({std::string{precisions[p].name}, rate_or_dash(theory.peaks.flops_per_s[p], console::flops_per_s),
                rate_or_dash(measured.peaks.flops_per_s[p], console::flops_per_s)});
  }
  out += row({"bandwidth", rate_or_dash(theory.peaks.bandwidth_bytes_per_s, console::bytes_per_s),
              rate_or_dash(measured.peaks.bandwidth_bytes_per_s, console::bytes_per_s)});
  if (theory.clock_hz > 0 || measured.clock_hz > 0) {
    out += row({"clock", rate_or_dash(theory.clock_hz, console::frequency),
                rate_or_dash(measured.clock_hz, console::frequency)});
  }
  return out + "</table>\n";
}

std::string environment_table_of(const profile_io::profile_data& profile) {
  if (profile.environment.empty()) return {};
  std::string out = "<table><caption>The run, as it describes itself</caption>" + head({"fact", "value"});
  for (const auto& [key, value] : profile.environment) {
    std::string words = key;
    std::ranges::replace(words, '_', ' ');
    out += row({words, value});
  }
  return out + "</table>\n";
}

}  // namespace calib::report
