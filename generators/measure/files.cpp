#include "measure/files.hpp"

#include <charconv>
#include <fstream>
#include <iterator>

namespace calib::measure {
namespace {

constexpr std::string_view white_space = " \t\r\n\f\v";

}  // namespace

std::optional<std::string> system_files::read(const std::string& path) const {
  std::ifstream file(path);
  if (!file) {
    return std::nullopt;
  }
  std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (file.bad()) {
    return std::nullopt;
  }
  return text;
}

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(white_space);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(white_space) - first + 1);
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  for (std::size_t at = text.find_first_not_of(white_space); at != std::string_view::npos;) {
    const std::size_t end = text.find_first_of(white_space, at);
    found.push_back(text.substr(at, end == std::string_view::npos ? end : end - at));
    at = end == std::string_view::npos ? end : text.find_first_not_of(white_space, end);
  }
  return found;
}

std::optional<std::string> field(std::string_view text, std::string_view key, char separator) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    const std::size_t split = line.find(separator);
    if (split != std::string_view::npos && trimmed(line.substr(0, split)) == key) {
      return std::string(trimmed(line.substr(split + 1)));
    }
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return std::nullopt;
}

std::optional<unsigned long long> leading_number(std::string_view text) noexcept {
  unsigned long long value = 0;
  const auto [stop, status] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (status != std::errc{} || stop == text.data()) {
    return std::nullopt;
  }
  return value;
}

std::vector<std::size_t> cpu_numbers(std::string_view list) {
  constexpr unsigned long long most_cpus = 1U << 16U;
  std::vector<std::size_t> numbers;
  list = trimmed(list);
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    const std::string_view range = list.substr(0, comma);
    const std::size_t dash = range.find('-');
    const auto first = leading_number(range);
    const auto last = dash == std::string_view::npos ? first : leading_number(range.substr(dash + 1));
    if (!first || !last || *last < *first || *last >= most_cpus) {
      return {};
    }
    for (auto cpu = *first; cpu <= *last; ++cpu) {
      numbers.push_back(static_cast<std::size_t>(cpu));
    }
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
  return numbers;
}

}  // namespace calib::measure
