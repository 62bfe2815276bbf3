#include "report/html_text.hpp"

#include <fmt/format.h>

#include "report/svg_text.hpp"

namespace calib::report {

std::string cells(std::initializer_list<std::string> texts) {
  std::string out;
  for (const std::string& text : texts) out.append("<td>").append(escaped(text));
  return out;
}

std::string row(std::initializer_list<std::string> texts) { return "<tr>" + cells(texts) + "\n"; }

std::string head(std::initializer_list<std::string_view> columns) {
  std::string out = "<thead><tr>";
  for (const std::string_view column : columns) out += fmt::format("<th scope=\"col\">{}", escaped(column));
  return out + "<tbody>\n";
}

}  // namespace calib::report
