#include "network_io/size_text.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <vector>

#include "profile_io/identifier.hpp"
#include "profile_io/nearest.hpp"
#include "profile_io/operations.hpp"
#include "profile_io/text.hpp"

namespace calib::network_io {
namespace {

using profile_io::in_quotes;

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// One size under construction, factor by factor.
class size_parser {
 public:
  size_parser(std::string_view text, std::span<const symbol_data> symbols) : text_{text}, symbols_{symbols} {
    out_.size.factor = 1;
  }

  parsed_size parse() && {
    for (std::size_t begin = 0; out_.problem.empty();) {
      const std::size_t end = std::min(text_.find('*', begin), text_.size());
      factor(text_.substr(begin, end - begin));
      if (end == text_.size()) break;
      begin = end + 1;
    }
    return std::move(out_);
  }

 private:
  void factor(std::string_view word) {
    if (word.empty()) {
      fail("the size " + in_quotes(text_) + " lacks a factor", "write numbers and symbols with * between them");
    } else if (std::ranges::all_of(word, is_digit)) {
      number(word);
    } else {
      symbol(word);
    }
  }

  void number(std::string_view word) {
    std::size_t value = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), value);
    const bool fits = read.ec == std::errc{} && value <= largest_size;
    if (fits) out_.size.factor = detail::size_product(out_.size.factor, value);
    if (!fits || out_.size.factor > largest_size) {
      fail("the number in the size " + in_quotes(text_) + " is larger than 2^53", "give a smaller size");
    }
  }

  void symbol(std::string_view word) {
    const auto found = std::ranges::find(symbols_, word, &symbol_data::name);
    if (found == symbols_.end()) return unknown(word);
    std::uint8_t& power = out_.size.powers[static_cast<std::size_t>(found - symbols_.begin())];
    if (power == std::numeric_limits<std::uint8_t>::max()) {
      return fail("the symbol " + in_quotes(word) + " is there more than 255 times", "give a smaller size");
    }
    ++power;
  }

  void unknown(std::string_view word) {
    if (!profile_io::is_identifier(word)) {
      return fail(in_quotes(word) + " in the size " + in_quotes(text_) + " is neither a whole number nor a symbol",
                  "write numbers and symbols with * between them, as 196*batch");
    }
    std::vector<std::string_view> names;
    for (const symbol_data& one : symbols_) names.push_back(one.name);
    const std::string near = profile_io::nearest(word, names);
    fail("the network has no symbol " + in_quotes(word),
         near.empty() ? "describe it under /symbols, or use one of: " + profile_io::listed(names)
                      : "describe it under /symbols, or write " + near);
  }

  void fail(std::string problem, std::string remedy) {
    out_.problem = std::move(problem);
    out_.remedy = std::move(remedy);
  }

  std::string_view text_;
  std::span<const symbol_data> symbols_;
  parsed_size out_;
};

}  // namespace

parsed_size parse_size(std::string_view text, std::span<const symbol_data> symbols) {
  parsed_size out = size_parser(text, symbols.first(std::min(symbols.size(), most_symbols))).parse();
  if (out.problem.empty() && out.size.factor == 0) out.size.powers = {};  // 0 whatever the symbols are
  return out;
}

std::string size_text(const network_size& size, std::span<const symbol_data> symbols) {
  std::string out;
  if (size.factor != 1 || is_constant(size)) out = std::to_string(size.factor);
  for (std::size_t s = 0; s < std::min(symbols.size(), most_symbols); ++s) {
    for (std::uint8_t p = 0; p < size.powers[s]; ++p) {
      if (!out.empty()) out += '*';
      out += symbols[s].name;
    }
  }
  return out;
}

bool is_constant(const network_size& size) noexcept {
  return std::ranges::all_of(size.powers, [](std::uint8_t power) { return power == 0; });
}

}  // namespace calib::network_io
