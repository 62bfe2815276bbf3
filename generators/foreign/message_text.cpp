#include "foreign/message_text.hpp"

#include <fmt/format.h>

#include <cstddef>

namespace calib::foreign {

std::string printable(std::string_view text) {
  std::string shown;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    // Those of Latin-1, in UTF-8.
    const bool wide = byte == 0xc2 && next >= 0x80 && next < 0xa0;
    if (wide) {
      shown += fmt::format("\\x{:02x}", next);
      ++i;
    } else if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7f) {
      shown += fmt::format("\\x{:02x}", byte);
    } else {
      shown += text[i];
    }
  }
  return shown;
}

std::string shell_word(std::string_view text) {
  if (!text.empty() && text.find_first_of(" \t\r\n<>|&;()$`\"'*?[]#~\\!{}") == std::string_view::npos) {
    return std::string(text);
  }
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace calib::foreign
