#include "report/quality_chart.hpp"

#include <gtest/gtest.h>

#include "small_profile.hpp"

namespace calib::report {
namespace {

TEST(QualityChart, HasALineForEachTable) {
  source_profile source = small_source();
  source.data.tables[0].quality.interval = 0.02;
  source.data.tables[2].quality.as_it_comes = 1.25;
  source.data.tables[2].quality.flags = {"disturbed", "drift"};
  const auto charts = quality_charts_of({source});
  ASSERT_EQ(charts.size(), 1U);
  const quality_chart& chart = charts.front();
  EXPECT_EQ(chart.measures, (std::vector<std::string>{"interval", "slower as it comes"}));  // those that are known
  EXPECT_EQ(chart.flags, (std::vector<std::string>{"disturbed", "drift"}));
  ASSERT_EQ(chart.rows.size(), 5U);
  EXPECT_EQ(chart.rows[0].table, "gemm f32");
  EXPECT_EQ(chart.rows[0].grade, 'B');
  EXPECT_EQ(chart.rows[0].values, (std::vector<double>{0.02, 0}));
  EXPECT_EQ(chart.rows[0].has_flag, (std::vector<bool>{false, true}));
  EXPECT_EQ(chart.rows[2].values, (std::vector<double>{0, 0.25}));
  EXPECT_EQ(chart.rows[4].grade, '-');
}

TEST(QualityChart, TablesWithoutGradesHaveNone) {
  source_profile source = small_source();
  source.data.tables[0].quality.grade = '-';
  EXPECT_TRUE(quality_charts_of({source}).empty());
  source.data.tables.clear();
  EXPECT_TRUE(quality_charts_of({source}).empty());
}

TEST(QualityChart, IsTheSameToTheLastByte) {
  const quality_chart chart{
      .id = "quality-box",
      .title = "A <box>",
      .measures = {"interval"},
      .flags = {"drift"},
      .rows = {{.setting = "lib_1t", .table = "gemm f32", .grade = 'A', .values = {0.01}, .has_flag = {false}},
               {.setting = "lib_1t", .table = "copy f32", .grade = 'D', .values = {0.04}, .has_flag = {true}},
               {.setting = "lib_2t", .table = "copy f32", .grade = '-', .values = {0}, .has_flag = {false}}}};
  EXPECT_EQ(
      svg_of(chart),
      R"svg(<svg id="quality-box" role="img" aria-labelledby="quality-box-t quality-box-d" viewBox="0 0 960 141" )svg"
      R"svg(xmlns="http://www.w3.org/2000/svg"><title id="quality-box-t">Quality of the measurement: A &lt;box&gt;)svg"
      R"svg(</title><desc id="quality-box-d">A line for each of 3 tables: its grade from A to D; bars, shorter is )svg"
      R"svg(better, of: interval; marks for the flags: drift.</desc>
<path class="grid" d="M284 135V47M581 135V47M878 135V47"/><path class="b0" d="M284 70h149v10H284zM284 86h594v10H284z"/>)svg"
      R"svg(<g class="tx"><text x="284" y="41">0 %</text><text x="581" y="41">2 %</text>)svg"
      R"svg(<text x="878" y="41">4 %</text><text class="al" x="581" y="21">interval</text></g>)svg"
      R"svg(<text class="al" x="8" y="62">lib_1t</text><text class="al" x="8" y="114">lib_2t</text>)svg"
      R"svg(<g class="ty"><text x="230" y="79">gemm f32</text><text x="230" y="95">copy f32</text>)svg"
      R"svg(<text x="230" y="131">copy f32</text></g>)svg"
      R"svg(<path class="q9" d="M238 68h22v14h-22z"/><g class="n1"><text x="249" y="79">A</text></g>)svg"
      R"svg(<path class="q0" d="M238 84h22v14h-22z"/><g class="n0"><text x="249" y="95">D</text></g>)svg"
      R"svg(<text transform="translate(935 43)rotate(-90)">drift</text><path class="b2" d="M927 87h8v8h-8z"/></svg>)svg");
}

TEST(QualityChart, APictureWithoutMeasuresAndFlagsHasItsGrades) {
  const quality_chart chart{
      .id = "quality-box",
      .title = "box",
      .measures = {},
      .flags = {},
      .rows = {{.setting = "lib_1t", .table = "gemm f32", .grade = 'C', .values = {}, .has_flag = {}}}};
  const std::string svg = svg_of(chart);
  EXPECT_NE(svg.find(">C</text>"), std::string::npos);
  EXPECT_EQ(svg.find("d=\"\""), std::string::npos);  // no empty paths
}

}  // namespace
}  // namespace calib::report
