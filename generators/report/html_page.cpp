#include "report/html_page.hpp"

#include <fmt/format.h>

#include "report/html_script.hpp"
#include "report/html_style.hpp"
#include "report/svg_text.hpp"

namespace calib::report {

std::string page_of(std::string_view title, std::string_view lead, std::span<const section> sections) {
  std::string out = fmt::format(
      "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
      "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{0}</title>\n<style>{1}</style>"
      "</head><body>\n<svg class=\"defs\" aria-hidden=\"true\">{2}</svg>\n<header><h1>{0}</h1>\n{3}</header>\n"
      "<nav aria-label=\"Contents\"><ul>",
      escaped(title), page_style(), mark_definitions(), lead);
  for (const section& one : sections) {
    if (!one.content.empty()) out += fmt::format("<li><a href=\"#{}\">{}</a>", one.id, one.title);
  }
  out += "</ul></nav>\n<main>\n";
  for (const section& one : sections) {
    if (!one.content.empty()) out += fmt::format("<h2 id=\"{}\">{}</h2>\n{}", one.id, one.title, one.content);
  }
  return out + fmt::format("</main>\n<script>{}</script></body></html>\n", page_script());
}

std::string figure_html(std::string_view svg, std::string_view caption, std::string_view data) {
  std::string out = fmt::format("<figure><div class=\"wide\">{}</div>\n<figcaption>{}</figcaption>\n", svg, caption);
  if (!data.empty()) out += fmt::format("<details><summary>Data</summary><div>{}</div></details>\n", data);
  return out + "</figure>\n";
}

}  // namespace calib::report
