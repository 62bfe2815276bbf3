#pragma once
/// The frame that all pages share: head, style, contents, sections, script.

#include <span>
#include <string>
#include <string_view>

namespace calib::report {

/// A part of a page with a heading. `content` is HTML; without it, the section is left out.
struct section {
  std::string_view id, title;
  std::string content;
};

/// One page that needs nothing else. `title` is text; `lead` is HTML below the title.
[[nodiscard]] std::string page_of(std::string_view title, std::string_view lead, std::span<const section> sections);

/// A picture with its caption, both as HTML, and its table of data, which is folded away; `data` may be empty.
[[nodiscard]] std::string figure_html(std::string_view svg, std::string_view caption, std::string_view data);

}  // namespace calib::report
