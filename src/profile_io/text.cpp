#include "profile_io/text.hpp"

#include <simdjson.h>

#include <array>
#include <charconv>

namespace calib::profile_io {

std::string number_text(double value) {
  std::array<char, 32> buffer;  // the longest shortest double has 24 characters
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

std::string in_quotes(std::string_view text) {
  constexpr std::size_t longest = 60;  // a message stays a line
  std::string_view shown = text.substr(0, longest);
  const auto is_part = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  if (text.size() > longest && is_part(text[longest])) {  // within a letter
    while (!shown.empty() && is_part(shown.back())) shown.remove_suffix(1);
    shown.remove_suffix(shown.empty() ? 0 : 1);
  }
  const bool is_text = simdjson::validate_utf8(shown);
  std::string out = "\"";
  for (const char c : shown) {
    const auto byte = static_cast<unsigned char>(c);
    out += byte < 0x20 || byte == 0x7f || (byte > 0x7f && !is_text) ? '?' : c;
  }
  if (text.size() > longest) out += "...";
  return out + '"';
}

namespace detail {

std::string pointer_part(std::string_view key) {
  std::string out = "/";
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return out;
}

std::string pointer_part(std::size_t index) { return "/" + std::to_string(index); }

}  // namespace detail
}  // namespace calib::profile_io
