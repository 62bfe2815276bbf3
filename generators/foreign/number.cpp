#include "foreign/number.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>

namespace calib::foreign {
namespace {

// No-break space, thin space, narrow no-break space, figure space.
constexpr std::array<std::string_view, 4> wide_blanks{"\xc2\xa0", "\xe2\x80\x89", "\xe2\x80\xaf", "\xe2\x80\x87"};

std::size_t blank_at_start(std::string_view text) {
  if (text.starts_with(' ') || text.starts_with('\t')) return 1;
  for (const std::string_view blank : wide_blanks) {
    if (text.starts_with(blank)) return blank.size();
  }
  return 0;
}

std::size_t blank_at_end(std::string_view text) {
  if (text.ends_with(' ') || text.ends_with('\t')) return 1;
  for (const std::string_view blank : wide_blanks) {
    if (text.ends_with(blank)) return blank.size();
  }
  return 0;
}

// How many bytes of `text`, if any, part digits into groups.
std::size_t group_mark(std::string_view text) {
  if (text.empty()) return 0;
  if (std::string_view(",. '_").find(text.front()) != std::string_view::npos) return 1;
  if (text.starts_with("\xe2\x80\x99")) return 3;  // an apostrophe as typesetters have it
  return blank_at_start(text);
}

// How many characters of `text` are a number with its fraction behind a point.
std::size_t number_length(std::string_view text, double& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} ? static_cast<std::size_t>(end - text.data()) : 0;
}

bool reads_as(std::string_view text, double& value) { return number_length(text, value) == text.size(); }

bool with_point(std::string_view cell, double& value) {
  std::string text(cell);
  const std::size_t comma = text.find(',');
  if (comma == std::string::npos || text.find('.') != std::string::npos) return false;
  text[comma] = '.';
  return reads_as(text, value);
}

}  // namespace

std::string_view trimmed(std::string_view cell) {
  while (const std::size_t size = blank_at_start(cell)) cell.remove_prefix(size);
  while (const std::size_t size = blank_at_end(cell)) cell.remove_suffix(size);
  return cell;
}

bool in_groups(std::string_view cell) {
  std::string_view text = trimmed(cell);
  if (text.starts_with('-')) text.remove_prefix(1);
  std::size_t lead = 0;
  while (lead < text.size() && is_digit(text[lead])) ++lead;
  if (lead == 0 || lead > 3 || text[0] == '0') return false;
  text.remove_prefix(lead);
  // The same mark before each group of three; a fraction may follow.
  const std::size_t length = group_mark(text);
  if (length == 0) return false;
  const std::string_view mark = text.substr(0, length);
  std::size_t groups = 0;
  while (text.starts_with(mark) && text.size() >= mark.size() + 3 &&
         std::all_of(text.begin() + static_cast<std::ptrdiff_t>(mark.size()),
                     text.begin() + static_cast<std::ptrdiff_t>(mark.size() + 3), is_digit)) {
    text.remove_prefix(mark.size() + 3);
    ++groups;
  }
  if (groups == 0) return false;
  if (text.empty()) return true;
  const bool fraction = (text.front() == '.' || text.front() == ',') && mark != text.substr(0, 1);
  return fraction && std::all_of(text.begin() + 1, text.end(), is_digit);
}

parsed_cell parse_cell(std::string_view cell, decimal_sign sign) {
  cell = trimmed(cell);
  if (cell.empty()) return {numeral::empty};
  if (cell.size() > 1 && cell.front() == '+' && cell[1] != '-' && cell[1] != '+') cell.remove_prefix(1);
  double value = 0;
  if (sign == decimal_sign::comma && with_point(cell, value)) return {numeral::number, value};
  if (sign == decimal_sign::point && reads_as(cell, value)) return {numeral::number, value};
  if (in_groups(cell)) return {numeral::digit_groups};
  if (reads_as(cell, value)) return {numeral::number, value};
  if (with_point(cell, value)) return {numeral::decimal_comma, value};
  const std::size_t length = number_length(cell, value);
  if (length == 0 || !is_digit(cell[length - 1])) return {numeral::text};
  // Dates, versions and the like are no numbers with a unit.
  const auto next = static_cast<unsigned char>(cell[length]);
  const bool unit = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next >= 0x80 || next == '%' ||
                    next == ' ' || next == '(' || next == '[';
  return {unit ? numeral::with_unit : numeral::text};
}

}  // namespace calib::foreign
