#include "report/comparison.hpp"

#include <gtest/gtest.h>

#include "report/ratio_chart.hpp"

namespace calib::report {
namespace {

point_series shapes_of(std::size_t number, std::string operation, std::vector<std::string> axes) {
  return {.number = number,
          .setting = "lib_1t",
          .operation = std::move(operation),
          .axes = std::move(axes),
          .error_method = {}};
}

point shape(std::vector<std::size_t> dims, double latency_s) {
  return {.dims = std::move(dims), .latency_s = latency_s, .work = {.arithmetic = flops{1e6}, .traffic = bytes{1e4}}};
}

compared_table slower_table() {
  compared_table out{.after = shapes_of(0, "gemm", {"m", "n"}), .before_s = {1e-6, 2e-6, 1e-6}, .verdict = "slower"};
  out.after.points = {shape({8, 8}, 1.2e-6), shape({16, 8}, 2.5e-6), shape({16, 16}, 9e-6)};
  out.ratios = {.median = 1.25, .low = 1.2, .high = 9, .p10 = 1.21, .p90 = 7.45, .within_5 = 0, .within_10 = 0};
  return out;
}

compared_table table_of_one() {
  return {.after = shapes_of(1, "copy", {"bytes"}), .before_s = {}, .verdict = "not comparable"};
}

compared_table dispatch() {
  compared_table out{.after = shapes_of(2, "dispatch", {}), .before_s = {1e-7}, .verdict = "unsure"};
  out.after.of = origin::knots;
  out.after.points = {shape({}, 1e-7)};
  out.ratios = {.median = 1, .low = 1, .high = 1, .p10 = 1, .p90 = 1, .within_5 = 1, .within_10 = 1};
  return out;
}

comparison small_comparison() {
  return {.title = "A <box> compared",
          .made_by = "calib",
          .threshold = 0.05,
          .facts = {{"profile", "box", "box"}, {"governor", "", "performance & more"}},
          .tables = {slower_table(), table_of_one(), dispatch()}};
}

std::string part(const std::string& page, std::string_view from, std::string_view to) {
  const std::size_t first = page.find(from);
  return first == std::string::npos ? std::string{} : page.substr(first, page.find(to, first) - first);
}

TEST(Comparison, VerdictsAreTheSameToTheLastByte) {
  EXPECT_EQ(part(html_of(small_comparison()), "<thead>", "</table>"),
            R"(<thead><tr><th scope="col">setting<th scope="col">operation<th scope="col">verdict)"
            R"(<th scope="col">median ratio<th scope="col">interval<th scope="col">of<th scope="col">points)"
            R"(<th scope="col">p10<th scope="col">p90<th scope="col">within 5 %<th scope="col">within 10 %<tbody>
<tr><td>lib_1t<td><a href="#op-gemm-f32-lib_1t">gemm f32</a><td>slower<td>1.250<td>1.200 to 9.000<td>measured<td>3)"
            R"(<td>1.210<td>7.450<td>0.0 %<td>0.0 %
<tr><td>lib_1t<td>copy f32<td>not comparable<td>–<td>–<td>–<td>–<td>–<td>–<td>–<td>–
<tr><td>lib_1t<td>dispatch f32<td>unsure<td>1.000<td>1.000 to 1.000<td>knots<td>1<td>1.000<td>1.000<td>100.0 %)"
            R"(<td>100.0 %
)");
}

TEST(Comparison, APageBeginsWithASummary) {
  const std::string page = html_of(small_comparison());
  EXPECT_EQ(part(page, "<h1>", "</strong>"),
            "<h1>A &lt;box&gt; compared</h1>\n<p><strong>3 tables: 1 slower, 1 unsure, 1 not comparable.");
  EXPECT_NE(page.find("<tr><td>governor<td><td>performance &amp; more"), std::string::npos);
}

TEST(Comparison, TablesWithShapesOfSomeSizeHaveAChartAndItsData) {
  const std::string page = html_of(small_comparison());
  EXPECT_NE(page.find("<svg id=\"ratio-lib_1t-gemm-f32\" role=\"img\""), std::string::npos);
  EXPECT_EQ(page.find("ratio-lib_1t-copy"), std::string::npos);
  EXPECT_EQ(page.find("ratio-lib_1t-dispatch"), std::string::npos);
  EXPECT_EQ(part(page, "<table class=\"num\" id=\"t0\">", "</table>"),
            "<table class=\"num\" id=\"t0\"><caption>gemm f32, lib_1t, measured</caption><thead><tr><th "
            "scope=\"col\">shape<th scope=\"col\">before, µs<th scope=\"col\">after, µs<th scope=\"col\">ratio<tbody>\n"
            "<tr><td>m=8 n=8<td>1<td>1.2<td>1.200\n<tr><td>m=16 n=8<td>2<td>2.5<td>1.250\n"
            "<tr><td>m=16 n=16<td>1<td>9<td>9.000\n");
}

TEST(RatioChart, ShowsWhatIsTheSameAndTheMedian) {
  const figure picture = figure_of(slower_table(), 0.05);
  ASSERT_EQ(picture.plots.size(), 1U);
  const plot& chart = picture.plots.front();
  ASSERT_EQ(chart.marks.size(), 1U);
  EXPECT_DOUBLE_EQ(chart.marks[0].at[1].first, 1e6);
  EXPECT_DOUBLE_EQ(chart.marks[0].at[1].second, 1.25);
  std::vector<double> levels;
  for (const plot_line& line : chart.lines) levels.push_back(line.at.front().second);
  EXPECT_EQ(levels, (std::vector<double>{1, 1.05, 1 / 1.05, 1.25}));
  EXPECT_EQ(marks_beyond(picture), 0U);  // two of three are less than nine of ten
}

TEST(RatioChart, CountsMarksBeyondItsScale) {
  compared_table table = slower_table();
  for (std::size_t i = 0; i < 20; ++i) {
    table.after.points.push_back(shape({8, 16}, 1e-6));
    table.before_s.push_back(1e-6);
  }
  const figure picture = figure_of(table, 0.05);
  EXPECT_EQ(picture.plots.front().y.high, 2);
  EXPECT_EQ(marks_beyond(picture), 1U);
}

TEST(RatioChart, ColoursTellVerdictsApart) {
  std::vector<std::size_t> marks;
  for (const std::string_view verdict : {"same", "slower", "faster", "unsure"}) {
    compared_table table = slower_table();
    table.verdict = verdict;
    marks.push_back(figure_of(table, 0.05).legend.front().mark);
  }
  EXPECT_EQ(marks, (std::vector<std::size_t>{0, 1, 2, 7}));
}

}  // namespace
}  // namespace calib::report
