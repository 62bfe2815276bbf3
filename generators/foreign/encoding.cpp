#include "foreign/encoding.hpp"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <utility>

#include "usage_error.hpp"

namespace calib::foreign {
namespace {

using namespace std::string_view_literals;

struct start_of_file {
  std::string_view bytes;
  std::string_view what;
};

// UTF-32's little-endian mark begins with that of UTF-16.
constexpr std::array marks{
    start_of_file{"\xff\xfe\0\0"sv, "UTF-32LE"},
    start_of_file{"\0\0\xfe\xff"sv, "UTF-32BE"},
    start_of_file{"\xff\xfe"sv, "UTF-16LE"},
    start_of_file{"\xfe\xff"sv, "UTF-16BE"},
};

constexpr std::array formats{
    start_of_file{"PK\x03\x04"sv, "a spreadsheet or a zip archive; save it as CSV, or unpack it"},
    start_of_file{"\xd0\xcf\x11\xe0"sv, "a spreadsheet; save it as CSV"},
    start_of_file{"PAR1"sv, "a Parquet file; write it as CSV"},
    start_of_file{"SQLite format 3"sv, "a database; write its table as CSV"},
    start_of_file{"\xfd"
                  "7zXZ"sv,
                  "compressed by xz; unpack it with unxz"},
    start_of_file{"BZh"sv, "compressed by bzip2; unpack it with bunzip2"},
    start_of_file{"\x28\xb5\x2f\xfd"sv, "compressed by zstd; unpack it with unzstd"},
};

// Of text without a mark: where the zero bytes of mostly ASCII characters are.
std::string_view wide_encoding(std::string_view text) {
  std::array<std::size_t, 4> zeros{};
  const std::size_t looked_at = std::min<std::size_t>(text.size(), 4096) / 4 * 4;
  for (std::size_t i = 0; i < looked_at; ++i) {
    if (text[i] == '\0') ++zeros[i % 4];
  }
  const std::size_t most = looked_at / 4 * 3 / 4;
  const auto often = [&](std::size_t i) { return most > 0 && zeros[i] > most; };
  if (often(1) && often(2) && often(3)) return "UTF-32LE";
  if (often(0) && often(1) && often(2)) return "UTF-32BE";
  if (often(1) && often(3)) return "UTF-16LE";
  if (often(0) && often(2)) return "UTF-16BE";
  return {};
}

[[noreturn]] void refuse(std::string_view name, std::string_view encoding) {
  throw usage_error(fmt::format("{0}: is {1} text; convert it: iconv -f {1} -t UTF-8 {0} > utf8.csv", name, encoding));
}

// Files that were put together have the mark of UTF-8 at the start of each.
std::string without_marks(std::string_view text) {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  std::string left;
  while (true) {
    const bool starts_line = left.empty() || left.back() == '\n' || left.back() == '\r';
    while (starts_line && text.starts_with(mark)) text.remove_prefix(mark.size());
    const std::size_t next = text.find(mark, 1);
    left += text.substr(0, next);
    if (next == std::string_view::npos) return left;
    text.remove_prefix(next);
  }
}

}  // namespace

decoded_text decoded(std::string_view text, std::string_view name) {
  for (const start_of_file& mark : marks) {
    if (text.starts_with(mark.bytes)) refuse(name, mark.what);
  }
  for (const start_of_file& format : formats) {
    if (text.starts_with(format.bytes)) throw usage_error(fmt::format("{}: is {}", name, format.what));
  }
  if (const std::string_view wide = wide_encoding(text); !wide.empty()) refuse(name, wide);
  if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos) {
    throw usage_error(fmt::format("{}: has a zero byte at {}, so it is no text; give CSV", name, zero));
  }
  std::string unmarked = without_marks(text);
  if (simdjson::validate_utf8(unmarked.data(), unmarked.size())) return {std::move(unmarked)};
  decoded_text found{.text = {}, .from_latin_1 = true};
  for (const char c : unmarked) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      found.text += c;
    } else {
      found.text += static_cast<char>(0xc0 | (byte >> 6U));
      found.text += static_cast<char>(0x80 | (byte & 0x3fU));
    }
  }
  return found;
}

}  // namespace calib::foreign
