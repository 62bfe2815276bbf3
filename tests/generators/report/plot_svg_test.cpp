#include "report/plot_svg.hpp"

#include <gtest/gtest.h>

#include "report/svg_text.hpp"

namespace calib::report {
namespace {

figure small_figure() {
  plot one;
  one.x = {"FLOP of the call", unit::flops, true, 1, 1000};
  one.y = {"latency", unit::time, true, 1e-6, 1e-3};
  one.guides = {{10, "ten"}, {1e9, "beyond"}};
  one.marks = {
      {.mark = 2, .series = 7, .operation = "gemm", .hollow = true, .at = {{1, 1e-6}, {1000, 1e-3}, {10, 1e-4}}}};
  one.lines = {{.colour = 1, .level = {}, .label = {}, .at = {{1, 1e-6}, {1000, 1e-3}}},
               {.is_roof = true, .level = "L<1>", .dashed = true, .label = "L1", .at = {{1, 1e-4}, {1000, 1e-4}}}};
  return {.id = "f1",
          .title = "A & B",
          .description = "Of <three>.",
          .plots = {one},
          .legend = {{.mark = 2, .label = "x"}},
          .height = 320};
}

TEST(PlotSvg, IsTheSameToTheLastByte) {
  EXPECT_EQ(
      svg_of(small_figure()),
      R"svg(<svg id="f1" role="img" aria-labelledby="f1-t f1-d" viewBox="0 0 960 344" xmlns="http://www.w3.org/2000/svg"><title id="f1-t">A &amp; B</title><desc id="f1-d">Of &lt;three&gt;.</desc>
<g class="key" data-m="2"><polyline class="p k2" points="71 10"/><text x="80" y="14">x</text></g><path class="grid" d="M66 298V32M153 298V32M268 298V32M355 298V32M442 298V32M558 298V32M645 298V32M732 298V32M847 298V32M934 298V32M66 298H934M66 209H934M66 121H934M66 32H934"/><path class="axis" d="M66 32V298H934"/><g class="tx"><text x="66" y="314">1</text><text x="153" y="314">2</text><text x="268" y="314">5</text><text x="355" y="314">10</text><text x="442" y="314">20</text><text x="558" y="314">50</text><text x="645" y="314">100</text><text x="732" y="314">200</text><text x="847" y="314">500</text><text x="934" y="314">1 k</text><text x="500" y="334" class="al">FLOP of the call</text></g><g class="ty"><text x="60" y="302">1 µs</text><text x="60" y="213">10 µs</text><text x="60" y="125">100 µs</text><text x="60" y="36">1 ms</text></g><text class="al ym" transform="translate(12 165)rotate(-90)">latency</text>
<path class="guide" d="M355 298V32"/><text class="gl" x="359" y="44">ten</text><path class="p h2" data-t="7" data-o="gemm" d="M66 298l868-266-579 89"/>
<path class="line l1" d="M66 298l868-266"/><path class="roof dash" data-l="L&lt;1&gt;" d="M66 121l868 0"/><text class="rl" data-l="L&lt;1&gt;" transform="translate(912 121)rotate(0.0)" dy="-5">L1</text>
</svg>)svg");
}

TEST(PlotSvg, PointsAreTheVerticesOfAPathInTheirOrder) {
  const std::string svg = svg_of(small_figure());
  // From the lower left corner to the upper right one, and back to a third of the width and two thirds of the height.
  EXPECT_NE(svg.find(R"(<path class="p h2" data-t="7" data-o="gemm" d="M66 298l868-266-579 89"/>)"), std::string::npos)
      << svg;
}

TEST(PlotSvg, GuidesBeyondTheScaleAreLeftOut) {
  const std::string svg = svg_of(small_figure());
  EXPECT_NE(svg.find(">ten<"), std::string::npos);
  EXPECT_EQ(svg.find("beyond"), std::string::npos);
}

TEST(PlotSvg, ALongLegendBreaksAndMakesThePictureHigher) {
  figure many = small_figure();
  many.legend.assign(12, {.mark = 0, .label = "a setting with a long name"});
  EXPECT_NE(svg_of(many).find("viewBox=\"0 0 960 384\""), std::string::npos);
}

TEST(SvgText, APictureAloneHasItsStyleAndMarksAfterItsNames) {
  const std::string alone = standalone(svg_of(small_figure()));
  const std::size_t desc = alone.find("</desc>"), style = alone.find("<style>"), marks = alone.find("<defs>");
  EXPECT_LT(desc, style);
  EXPECT_LT(style, marks);
  EXPECT_EQ(alone.find("<title", alone.find("<title") + 1), std::string::npos);
  EXPECT_EQ(alone.substr(alone.size() - 7), "</svg>\n");
}

TEST(SvgText, ShortensBetweenCharacters) {
  EXPECT_EQ(shortened("layer", 5), "layer");
  EXPECT_EQ(shortened("layer1.conv", 6), "layer…");
  EXPECT_EQ(shortened("µµµ", 4), "µ…");
}

}  // namespace
}  // namespace calib::report
