#include "dimensions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "profile_io/operations.hpp"
#include "usage_error.hpp"

namespace calib::tool {

std::size_t parse_size(std::string_view word, std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    const bool huge = error == std::errc::result_out_of_range;
    throw usage_error(fmt::format("'{}': a size is a whole number{}", word, huge ? " of at most 2^53" : ""));
  }
  return value;
}

void require_operation(std::string_view name) {
  if (profile_io::dimensions_of_any(name)) return;
  throw usage_error(profile_io::unknown_operation(name));
}

std::vector<std::size_t> parse_dimensions(std::string_view operation, const std::vector<std::string>& words) {
  require_operation(operation);
  const std::span<const std::string_view> names = *profile_io::dimensions_of_any(operation);
  std::vector<std::optional<std::size_t>> values(names.size());
  for (const std::string_view word : words) {
    const std::size_t equals = word.find('=');
    const auto name = std::find(names.begin(), names.end(), word.substr(0, equals));
    if (equals == std::string_view::npos || name == names.end()) {
      throw usage_error(
          fmt::format("'{}': {} takes {}, each as name=value", word, operation, profile_io::listed(names)));
    }
    auto& value = values[static_cast<std::size_t>(name - names.begin())];
    if (value) throw usage_error(fmt::format("{} is given twice", *name));
    value = parse_size(word, word.substr(equals + 1));
  }
  std::vector<std::size_t> dims;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!values[i]) values[i] = profile_io::usual_value(operation, names[i]);
    if (!values[i]) throw usage_error(fmt::format("{} needs {}=...", operation, names[i]));
    dims.push_back(*values[i]);
  }
  if (const char* const why = profile_io::problem_of(operation, dims)) {
    throw usage_error(fmt::format("{}: {}", operation, why));
  }
  return dims;
}

precision precision_named(std::string_view name) {
  if (const auto p = parse_precision(name)) return *p;
  std::vector<std::string_view> known;
  for (const auto& one : precisions) known.push_back(one.name);
  throw usage_error(fmt::format("no precision '{}'; known precisions: {}", name, fmt::join(known, ", ")));
}

}  // namespace calib::tool
