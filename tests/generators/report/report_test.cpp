#include "report/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "small_profile.hpp"

namespace calib::report {
namespace {

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

network_chart small_network() {
  return {.id = "network-1-net",
          .network = "net",
          .sizes = "batch=1",
          .profile = "small_box",
          .setting = "lib_1t",
          .latency_s = 0.004,
          .error_median = 0.05,
          .error_p95 = 0.5,
          .with_error = 0.6,
          .assumed_efficiency = 0.2,
          .datasheet_s = 0.008,
          .roofline_s = std::nullopt,
          .as_it_comes_s = 0.005,
          .sources = "100.0 % interpolated",
          .notes = {"A note."},
          .rows = {{.layer = "fc|1",
                    .operation = "gemm",
                    .shape = "m=1",
                    .layers = 2,
                    .times = 1,
                    .latency_s = 0.003,
                    .share = 0.75,
                    .efficiency = 0.4,
                    .roofline_s = 0.0012,
                    .datasheet_s = 0.002,
                    .limiter = "memory",
                    .source = "interpolated",
                    .error_median = 0.05,
                    .error_p95 = 0.5},
                   {.layer = "copy",
                    .operation = "copy",
                    .shape = "bytes=8192",
                    .layers = 1,
                    .times = 1,
                    .latency_s = 0.001,
                    .share = 0.25,
                    .efficiency = 0,
                    .roofline_s = std::nullopt,
                    .datasheet_s = 0,
                    .limiter = "unknown",
                    .source = "roofline",
                    .error_median = 0,
                    .error_p95 = 0}}};
}

report_data small_report() {
  report_data out = report_on({small_source()});
  out.networks = {small_network()};
  out.made_by = "calib";
  return out;
}

TEST(Report, HasAChartOfEachKind) {
  const report_data found = small_report();
  EXPECT_EQ(found.series.size(), 4U);
  ASSERT_EQ(found.rooflines.size(), 2U);  // copying computes nothing
  EXPECT_EQ(found.rooflines[0].series, (std::vector<std::size_t>{0}));
  ASSERT_EQ(found.sizes.size(), 2U);
  EXPECT_EQ(found.sizes[0].series, (std::vector<std::size_t>{0, 1}));
  EXPECT_EQ(found.bandwidths.size(), 2U);
  ASSERT_EQ(found.heat_maps.size(), 1U);  // without peaks there is no efficiency
  EXPECT_EQ(found.heat_maps[0].k, 256U);
  EXPECT_EQ(found.heat_maps[0].m, (std::vector<std::size_t>{64, 128, 256}));
  EXPECT_EQ(found.heat_maps[0].share.size(), 9U);
}

TEST(Report, SeveralProfilesAreOverlaid) {
  source_profile other = small_source();
  other.data.id = "other_box";
  other.ready = as_loaded(other.data);
  const report_data found = report_on({small_source(), std::move(other)});
  ASSERT_EQ(found.rooflines.size(), 5U);
  EXPECT_TRUE(found.rooflines[0].by_profile);
  EXPECT_EQ(found.rooflines[0].under.size(), 2U);
  EXPECT_EQ(found.rooflines[0].series, (std::vector<std::size_t>{1, 5}));  // the settings with most points
  EXPECT_EQ(found.sizes[0].names[2], "other_box: lib_1t");
}

TEST(Report, APageHasARowForEachPointAndEscapesNames) {
  const report_data found = small_report();
  const std::string page = html_of(found);
  EXPECT_NE(page.find("Small &lt;box&gt; &amp; sons"), std::string::npos);
  EXPECT_EQ(page.find("<box>"), std::string::npos);
  for (const point_series& one : found.series) {
    const std::size_t from = page.find("id=\"t" + std::to_string(one.number) + "\"");
    ASSERT_NE(from, std::string::npos);
    const std::string table = page.substr(from, page.find("</table>", from) - from);
    EXPECT_EQ(count(table, "<tr><td>"), one.points.size());
  }
  EXPECT_EQ(page, html_of(small_report()));
}

TEST(Report, PicturesHaveNamesOfTheirOwn) {
  std::set<std::string> names;
  for (const auto& [name, svg] : pictures_of(small_report())) {
    EXPECT_TRUE(names.insert(name).second) << name;
    EXPECT_EQ(count(svg, "<svg "), 1U);
    EXPECT_EQ(count(svg, "</svg>"), 1U);
  }
  EXPECT_EQ(names.size(), 10U);
}

TEST(Report, ColoursOfAMapAreTenthsAndNoMore) {
  EXPECT_EQ(colour_of(0), 0U);
  EXPECT_EQ(colour_of(0.59), 5U);
  EXPECT_EQ(colour_of(1), 9U);
  EXPECT_EQ(colour_of(7), 9U);
}

TEST(Report, CsvHasALineForEachPoint) {
  const std::string csv = csv_of(small_report());
  EXPECT_EQ(count(csv, "\n"), 1U + 3 + 8 + 4 + 2);
  EXPECT_NE(csv.find("small_box,lib_1t,copy,f32,bytes=8192,measured knots,1e-07,0,8192,0,81920000000,"),
            std::string::npos)
      << csv;
}

TEST(Report, MarkdownIsTheSameToTheLastByte) {
  EXPECT_EQ(markdown_of(small_report()), R"(# Small &lt;box> & sons

## net batch=1 on small_box, lib_1t

| estimate | time of one pass |
|---|--:|
| datasheet at 20 % | 8 ms |
| roofline | unknown |
| calibrated | **4 ms** |
| as it comes, beside others | 5 ms |

Error of its tables, weighed by latency: median 5.0 %, 95th percentile 50.0 % (of 60.0 % of the time).

Sources: 100.0 % interpolated.

| layer | operation | shape | latency | share | limit |
|---|---|---|--:|--:|---|
| fc\|1 | gemm | m=1 | 3 ms | 75.0 % | memory |
| copy | copy | bytes=8192 | 1 ms | 25.0 % | unknown |

## Small &lt;box> & sons (small_box)

| setting | operation | points | best rate | of the roofline | at | grade | error med / p95 |
|---|---|--:|--:|--:|---|---|--:|
| lib_1t | gemm f32 | 3 | 67.1 GFLOP/s | 67.1 % | m=256 n=256 k=256 | B | 5.0 % / 20.0 % |
| lib_2t | gemm f32 | 8 | 52.4 GFLOP/s |  | m=64 n=64 k=64 |   |  |
| lib_1t | copy f32 | 4 | 100 GB/s | 1000.0 % | bytes=24000 |   |  |
| lib_2t | copy f32 | 2 | 24.0 TB/s |  | bytes=24000 |   |  |

)");
}

TEST(Report, AProfileWithoutTablesSaysSo) {
  source_profile bare = small_source();
  bare.data.tables.clear();
  bare.data.theoretical.peaks.flops_per_s[1] = 1e11;
  bare.ready = as_loaded(bare.data);
  const report_data found = report_on({bare});
  EXPECT_NE(html_of(found).find("No tables"), std::string::npos);
  EXPECT_NE(markdown_of(found).find("No tables"), std::string::npos);
  EXPECT_TRUE(pictures_of(found).empty());
}

}  // namespace
}  // namespace calib::report
