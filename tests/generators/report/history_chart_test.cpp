#include "report/history_chart.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "report/plot_svg.hpp"
#include "report/report.hpp"
#include "small_profile.hpp"

namespace calib::report {
namespace {

/// Two conditions, of which the second has no clock.
source_profile with_history() {
  source_profile source = small_source();
  source.data.history = {
      {.condition = "1t_warm",
       .time_s = {0, 10, 20},
       .clock_hz = {3e9, 2.9e9, 3.1e9},
       .fma = {1, 1, 1.01},
       .cache = {1, 0.9, 1},
       .dram = {1, 1.3, 0.9}},
      {.condition = "2t_<cold>", .time_s = {0, 20}, .clock_hz = {}, .fma = {}, .cache = {}, .dram = {1, 1.1}}};
  return source;
}

TEST(HistoryChart, HasCanariesAndClockOverTheTimeOfAllConditions) {
  const auto charts = history_charts_of({with_history()});
  ASSERT_EQ(charts.size(), 1U);
  const figure& chart = charts.front();
  EXPECT_EQ(chart.id, "history-small_box");
  ASSERT_EQ(chart.plots.size(), 2U);
  ASSERT_EQ(chart.legend.size(), 4U);
  for (const plot& one : chart.plots) {
    EXPECT_EQ(one.x.high, 40);
    ASSERT_EQ(one.guides.size(), 2U);
    EXPECT_EQ(one.guides[0].at, 0);
    EXPECT_EQ(one.guides[1].at, 20);
    EXPECT_EQ(one.guides[1].label, "2t_<cold>");
  }
  const plot &canaries = chart.plots[0], &clock = chart.plots[1];
  ASSERT_EQ(canaries.lines.size(), 4U);
  EXPECT_EQ(canaries.lines[3].at, (std::vector<place>{{20, 1}, {40, 1.1}}));
  EXPECT_EQ(canaries.lines[3].colour, canaries.lines[2].colour);  // both of dram
  EXPECT_EQ(canaries.y.high, 1.5);
  ASSERT_EQ(clock.lines.size(), 1U);
  EXPECT_EQ(clock.lines[0].at[1], (place{10, 2.9}));
  EXPECT_LT(clock.y.low, 2.9);
  EXPECT_GT(clock.y.high, 3.1);
  EXPECT_LT(clock.y.high, 3.6);
}

TEST(HistoryChart, OfOneSeriesHasOnePlot) {
  source_profile source = with_history();
  source.data.history.erase(source.data.history.begin());
  const auto charts = history_charts_of({source});
  ASSERT_EQ(charts.size(), 1U);
  EXPECT_EQ(charts[0].plots.size(), 1U);
  ASSERT_EQ(charts[0].legend.size(), 1U);
  EXPECT_EQ(charts[0].legend[0].label, "dram");
}

TEST(HistoryChart, WithoutAHistoryThereIsNone) {
  EXPECT_TRUE(history_charts_of({small_source()}).empty());
  source_profile source = with_history();
  source.data.history = {
      {.condition = "1t_warm", .time_s = {0, 1}, .clock_hz = {}, .fma = {}, .cache = {}, .dram = {}}};
  EXPECT_TRUE(history_charts_of({source}).empty());
}

TEST(HistoryChart, IsInThePageWithItsData) {
  const report_data report = report_on({with_history()});
  const std::string page = html_of(report);
  EXPECT_NE(page.find("<h3>Over the run: small_box</h3>"), std::string::npos);
  EXPECT_NE(page.find("<svg id=\"history-small_box\" role=\"img\""), std::string::npos);
  EXPECT_NE(page.find("<title id=\"history-small_box-t\">Over the run: Small &lt;box&gt;"), std::string::npos);
  EXPECT_NE(page.find("<tr><td>1t_warm<td>10<td>2.90 GHz<td>1<td>0.9<td>1.3"), std::string::npos);
  EXPECT_NE(page.find("<tr><td>2t_&lt;cold&gt;<td>20<td>–<td>–<td>–<td>1.1"), std::string::npos);
  EXPECT_EQ(html_of(report_on({small_source()})).find("history-"), std::string::npos);
  const auto pictures = pictures_of(report);
  EXPECT_TRUE(std::ranges::any_of(pictures, [](const auto& one) { return one.first == "history-small_box"; }));
}

TEST(HistoryChart, NamesEveryConditionAtItsBegin) {
  const std::string svg = svg_of(history_charts_of({with_history()}).front());
  for (const char* label : {">1t_warm</text>", ">2t_&lt;cold&gt;</text>"}) {
    const std::size_t first = svg.find(label);
    ASSERT_NE(first, std::string::npos) << label;
    EXPECT_NE(svg.find(label, first + 1), std::string::npos) << label;  // in both plots
  }
}

}  // namespace
}  // namespace calib::report
