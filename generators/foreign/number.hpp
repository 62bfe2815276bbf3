#pragma once
/// Numbers as cells of files hold them.

#include <cstdint>
#include <string_view>

namespace calib::foreign {

/// In every locale.
constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

enum class numeral : std::uint8_t {
  number,
  decimal_comma,  ///< a number whose fraction follows a comma, although the table's follows a point
  empty,
  text,
  digit_groups,  ///< 1,024 or 1 024: a reader may take it for another number
  with_unit,     ///< a number and more: 12.3 us
};

struct parsed_cell {
  numeral kind = numeral::text;
  double value = 0;  ///< of a number
};

/// What precedes the fraction of a number.
enum class decimal_sign : std::uint8_t {
  point,  ///< 1,024 is in groups; 0,5 is a decimal comma
  comma,  ///< both are fractions, and 1.024 is in groups
};

/// What the cell says. Blanks around it and a leading + are no part of it.
parsed_cell parse_cell(std::string_view cell, decimal_sign sign = decimal_sign::point);

/// Whether a cell is a number, with a decimal point.
inline bool is_number(std::string_view cell) { return parse_cell(cell).kind == numeral::number; }

/// Whether it may be a whole number in groups of three digits: 1,024 or 1.024.
bool in_groups(std::string_view cell);

/// Without blanks at its ends, those of Unicode included.
std::string_view trimmed(std::string_view cell);

}  // namespace calib::foreign
