#include "emit/number_format.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <stdexcept>

namespace calib::emit {

std::string double_literal(double value) {
  if (!std::isfinite(value)) throw std::invalid_argument("a number that is not finite has no literal");
  std::array<char, 32> buffer{};  // the longest shortest double takes 24
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  std::string text(buffer.data(), result.ptr);
  // Without a point or an exponent it would be an integer literal, and a large one would not even compile.
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string escaped(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  bool question = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    // Two question marks could begin a trigraph, which some compilers still warn of.
    const bool plain = byte >= 0x20 && byte < 0x7f && c != '"' && c != '\\' && !(c == '?' && question);
    question = c == '?';
    if (plain) {
      result += c;
      continue;
    }
    result += '\\';
    for (unsigned shift : {6U, 3U, 0U}) result += static_cast<char>('0' + ((byte >> shift) & 7U));
  }
  return result;
}

std::string for_comment(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  // NEL, the line and paragraph separators, and what embeds, overrides or isolates a direction.
  for (const std::string_view unfit : {"\u0085", "\u2028", "\u2029", "\u202A", "\u202B", "\u202C", "\u202D", "\u202E",
                                       "\u2066", "\u2067", "\u2068", "\u2069"}) {
    for (std::size_t at = 0; (at = result.find(unfit, at)) != std::string::npos;) result.replace(at, unfit.size(), "?");
  }
  return result;
}

}  // namespace calib::emit
