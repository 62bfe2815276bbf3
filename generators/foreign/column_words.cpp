#include "foreign/column_words.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "calib/precision.hpp"
#include "foreign/number.hpp"

namespace calib::foreign {
namespace {

constexpr std::array<std::string_view, 16> time_words{
    "latency",  "lat",  "time", "times",     "duration", "dur",     "elapsed",  "runtime",
    "walltime", "wall", "exec", "execution", "realtime", "seconds", "exectime", "took"};

// Units that no latency is given in, and words for factors.
constexpr std::array<std::string_view, 30> unclear_words{
    "ps",     "fs",     "ks",         "picoseconds", "kiloseconds",  "minute",    "minutes", "mins",
    "hour",   "hours",  "hrs",        "cycle",       "cycles",       "clocks",    "tick",    "ticks",
    "x",      "tens",   "hundred",    "hundreds",    "thousand",     "thousands", "million", "millions",
    "scaled", "tenths", "hundredths", "jiffies",     "centiseconds", "days"};

constexpr std::array<std::string_view, 5> second_words{"s", "sec", "secs", "second", "seconds"};

struct prefix {
  std::string_view word, unit;  // of seconds; an unknown one makes no unit
};
constexpr std::array prefixes{prefix{"milli", "ms"}, prefix{"micro", "us"}, prefix{"nano", "ns"},
                              prefix{"mu", "us"},    prefix{"kilo", "ks"},  prefix{"pico", "ps"},
                              prefix{"femto", "fs"}, prefix{"mega", "ks"},  prefix{"centi", "centiseconds"}};
constexpr std::array letters{prefix{"m", "ms"}, prefix{"u", "us"}, prefix{"n", "ns"}, prefix{"k", "ks"},
                             prefix{"p", "ps"}};

template <std::size_t N>
bool is_one_of(const std::array<std::string_view, N>& known, std::string_view word) {
  return std::ranges::find(known, word) != known.end();
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || is_upper(c) || is_digit(c) || c == '?' || static_cast<unsigned char>(c) >= 0x80;
}
char as_in_words(char c) {
  if (static_cast<unsigned char>(c) >= 0x80) return '?';
  return detail::lower(c);
}

// The micro sign as U+00B5, and as a Greek letter.
bool is_micro_sign(std::string_view text) { return text.starts_with("\xc2\xb5") || text.starts_with("\xce\xbc"); }

// Whether an upper-case letter begins a word. The S of uS does not, nor any behind letters that may end in a prefix.
bool begins_word(char c, std::string_view before) {
  constexpr std::string_view prefix_letters = "munkp";
  constexpr std::array<std::string_view, 5> whole{"mean", "median", "min", "cpu", "gpu"};
  const bool after_prefix = !before.empty() && prefix_letters.find(before.back()) != std::string_view::npos;
  return c != 'S' || !after_prefix || is_time_word(before) || is_one_of(whole, before);
}

// "milli seconds" is ms. Single letters count where there is a time: m_s may be two sizes.
void join_prefixes(std::vector<std::string>& words) {
  const bool time = std::ranges::any_of(words, is_time_word);
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!is_one_of(second_words, words[i + 1])) continue;
    const auto join = [&](const auto& known) {
      const auto found = std::ranges::find(known, words[i], &prefix::word);
      if (found == known.end()) return false;
      words[i] = found->unit;
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      return true;
    };
    if (!join(prefixes) && time) join(letters);
  }
}

// 1000, 1e (of 1e-6), x1e6.
bool is_number_word(std::string_view word) {
  if (word.starts_with('x')) word.remove_prefix(1);
  return !word.empty() && is_digit(word.front()) &&
         std::ranges::all_of(word, [](char c) { return is_digit(c) || c == 'e'; });
}

// A lost sign before seconds may have been that of micro.
bool is_lost_prefix(const std::string& word, std::string_view next) {
  if (!word.starts_with('?')) return false;
  const std::string_view rest = std::string_view(word).substr(std::min(word.find_first_not_of('?'), word.size()));
  return is_one_of(second_words, rest.empty() ? next : rest);
}

}  // namespace

bool is_time_word(std::string_view word) { return is_one_of(time_words, word); }

std::vector<std::string> words_of_column(std::string_view name) {
  std::vector<std::string> words(1);
  bool after_lower = false;
  while (!name.empty()) {
    if (is_micro_sign(name)) {
      words.back() += 'u';
      name.remove_prefix(2);
      after_lower = false;
      continue;
    }
    const char c = name.front();
    name.remove_prefix(1);
    if (c == '/') words.emplace_back("per");
    if (!is_word_character(c) || (is_upper(c) && after_lower && begins_word(c, words.back()))) words.emplace_back();
    if (is_word_character(c)) words.back() += as_in_words(c);
    after_lower = is_word_character(c) && !is_upper(c);
  }
  std::erase(words, "");
  join_prefixes(words);
  return words;
}

stated_unit unit_among(const std::vector<std::string>& words) {
  stated_unit found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view next = i + 1 < words.size() ? std::string_view(words[i + 1]) : std::string_view();
    const auto unit = parse_time_unit(words[i]);
    found.unclear = found.unclear || is_number_word(words[i]) || is_one_of(unclear_words, words[i]) ||
                    is_lost_prefix(words[i], next) || (unit && found.unit && *unit != *found.unit);
    if (unit) found.unit = unit;
  }
  if (found.unclear) found.unit.reset();
  return found;
}

bool is_per_time(const std::vector<std::string>& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (words[i - 1] != "per" || !parse_time_unit(words[i])) continue;
    if (i < 2 || !is_time_word(words[i - 2])) return true;
  }
  return false;
}

bool is_per_number(const std::vector<std::string>& words) {
  const auto per = std::ranges::adjacent_find(
      words, [](const std::string& one, const std::string& next) { return one == "per" && is_number_word(next); });
  return per != words.end();
}

}  // namespace calib::foreign
