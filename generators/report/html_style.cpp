#include "report/html_style.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "report/plot.hpp"

namespace calib::report {
namespace {

// M. Okabe, K. Ito: Color Universal Design, 2008. Their yellow is too pale for a white page, and grey stands for it; on
// a dark page their darker ones are lighter.
constexpr std::string_view light_colours =
    "--bg:#ffffff;--fg:#1c2024;--dim:#4d565f;--grid:#e3e6e9;--card:#f5f6f8;--edge:#c9ced3;--link:#0059a3;"
    "--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#c0589b;--c4:#b77900;--c5:#3391cb;--c6:#1c2024;--c7:#7a828a;";
constexpr std::string_view dark_colours =
    "--bg:#14171a;--fg:#e6e9ec;--dim:#a9b2ba;--grid:#2b3036;--card:#1d2125;--edge:#444c54;--link:#7fc1ff;"
    "--c0:#5aa9e6;--c1:#f08a4b;--c2:#2fc79a;--c3:#e08cc0;--c4:#e69f00;--c5:#8fd0f5;--c6:#e6e9ec;--c7:#98a1aa;";

// Viridis at ten steps: lightness alone tells the order. Cells up to the fifth take white numbers.
constexpr std::array<std::string_view, 10> steps{"#440154", "#482475", "#414487", "#355f8d", "#2a788e",
                                                 "#21918c", "#22a884", "#44bf70", "#7ad151", "#bddf26"};

constexpr std::string_view pictures =
    "svg{font:12px system-ui,sans-serif;color:var(--fg);background:var(--bg);max-width:100%;height:auto}"
    "svg text{fill:currentColor;stroke:none}"
    ".grid{stroke:var(--grid);fill:none}.axis{stroke:var(--edge);fill:none}"
    ".guide{stroke:var(--dim);stroke-dasharray:2 3;fill:none}"
    "svg .gl{fill:var(--dim);paint-order:stroke;stroke:var(--bg);stroke-width:3px}"
    ".tx text,.n0 text,.n1 text,svg .ym{text-anchor:middle}.ty text,svg .e,.tx .e{text-anchor:end}"
    "svg .al{fill:var(--dim)}"
    ".p,.line,.roof{fill:none}.line{stroke-width:1.6;stroke-linejoin:round}"
    ".roof{stroke:var(--fg);stroke-width:1.6}.dash{stroke-dasharray:6 4}"
    "svg .rl{paint-order:stroke;stroke:var(--bg);stroke-width:4px;stroke-linejoin:round}"
    ".band,.least{stroke:var(--fg);fill:none;stroke-width:1.5}.least{stroke:var(--c1);stroke-width:3}"
    ".before{fill:var(--c3);stroke:var(--bg)}.b0{fill:var(--c0)}.b1{fill:var(--c7)}.b2{fill:var(--c3)}"
    "marker .x{stroke-width:2;fill:none}";

/// Each mark in its colour: full, or as an outline.
std::string mark_styles() {
  std::string out;
  for (std::size_t i = 0; i < mark_count; ++i) {
    out += fmt::format(".c{0}{{--c:var(--c{0})}}.l{0}{{stroke:var(--c{0})}}", i);
    for (const std::string_view kind : {"k", "h"}) {
      out += fmt::format(".{0}{1}{{marker:url(#{0}{1})}}", kind, i);
    }
  }
  // Full marks lie over each other by the hundred: one sees through them.
  out +=
      "marker.k{fill:var(--c);stroke:var(--c);fill-opacity:.45;stroke-opacity:.8;stroke-width:.6}"
      "marker.h{fill:none;stroke:var(--c);stroke-width:1.1}";
  for (std::size_t i = 0; i < steps.size(); ++i) out += fmt::format(".q{}{{fill:{}}}", i, steps[i]);
  return out + "svg .n0 text{fill:#ffffff}svg .n1 text{fill:#101214}";
}

constexpr std::string_view pages =
    "*{box-sizing:border-box}"
    "body{margin:0 auto;max-width:1040px;padding:1.2rem 1.2rem 4rem;font:15px/1.5 system-ui,sans-serif;"
    "color:var(--fg);background:var(--bg)}"
    "h1{font-size:1.7rem;line-height:1.2;margin:.4rem 0}h2{margin:2.6rem 0 .6rem;font-size:1.3rem}"
    "h3{margin:1.6rem 0 .4rem;font-size:1.05rem}p{margin:.4rem 0}"
    "a{color:var(--link)}.dim,figcaption,caption{color:var(--dim)}nav ul{padding:0;margin:.5rem 0;display:flex;"
    "flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none}"
    "figure{margin:.6rem 0 1.2rem}figcaption{font-size:.9rem}"
    ".wide{overflow-x:auto}.wide>svg{display:block;width:100%;min-width:700px}"
    "table{border-collapse:collapse;font-size:.87rem;font-variant-numeric:tabular-nums;margin:.5rem 0}"
    "th,td{text-align:left;padding:.15rem .6rem .15rem 0;vertical-align:top;border-bottom:1px solid var(--grid)}"
    "th{font-weight:600}caption{text-align:left;padding:.2rem 0}.num td,.num th{text-align:right}.num "
    "td:first-child,.num th:first-child{text-align:left}"
    ".quality,.layers{font-size:.8rem}.layers td:nth-child(3){min-width:16rem}input[type=range]{padding:0}"
    ".quality td:not(:last-child){white-space:nowrap}tr.on td{background:var(--card)}"
    "summary{cursor:pointer;color:var(--link);font-size:.9rem}details>div{max-height:28rem;overflow:auto}"
    ".tools{display:flex;flex-wrap:wrap;gap:.4rem 1rem;font-size:.9rem;align-items:center}"
    "select,input,button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--edge);"
    "border-radius:4px;padding:.15rem .4rem}"
    ".off{opacity:.05}.key[tabindex]{cursor:pointer}svg:focus-visible,.key:focus-visible,a:focus-visible,"
    "summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}"
    "#tip{position:fixed;pointer-events:none;background:var(--card);border:1px solid var(--edge);border-radius:6px;"
    "padding:.4rem .6rem;font-size:.85rem;max-width:22rem;z-index:2;box-shadow:0 2px 8px #0003;white-space:pre-line}"
    "#tip:empty{display:none}.ring{fill:none;stroke:var(--fg);stroke-width:2}.defs{position:absolute;width:0;height:0}"
    "@media print{body{max-width:none;padding:0;font-size:10pt}nav,.tools,#tip,summary{display:none}"
    ".wide{overflow:visible}.wide>svg{min-width:0}figure,tr{break-inside:avoid}h2,h3{break-after:avoid}"
    "details{display:none}a{color:inherit;text-decoration:none}}";

}  // namespace

std::string picture_style() { return fmt::format("svg{{{}}}{}{}", light_colours, pictures, mark_styles()); }

std::string page_style() {
  // Paper is light whatever the screen is.
  return fmt::format(
      ":root{{color-scheme:light dark;{}}}@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}{}{}{}",
      light_colours, dark_colours, pictures, mark_styles(), pages);
}

}  // namespace calib::report
