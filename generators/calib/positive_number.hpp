#pragma once
/// A check of options: CLI11's own names the largest number that there is, instead of what is wrong.

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <string>
#include <system_error>

namespace calib::tool {

/// Accepts numbers above 0.
inline CLI::Validator positive_number() {
  const auto fault = [](const std::string& text) {
    double value = 0;
    const bool positive = CLI::detail::lexical_cast(text, value) && value > 0 && std::isfinite(value);
    return positive ? std::string() : fmt::format("'{}' is no number above 0", text);
  };
  return {fault, "POSITIVE"};
}

/// Accepts numbers from `least` to `most`; CLI11's own takes nan for one.
inline CLI::Validator number_within(double least, double most) {
  const auto fault = [least, most](const std::string& text) {
    double value = 0;
    const bool within = CLI::detail::lexical_cast(text, value) && value >= least && value <= most;
    return within ? std::string() : fmt::format("'{}' is no number from {} to {}", text, least, most);
  };
  return {fault, fmt::format("{} to {}", least, most)};
}

/// Accepts whole numbers from 1 on.
inline CLI::Validator positive_whole_number() {
  const auto fault = [](const std::string& text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool positive = error == std::errc{} && end == text.data() + text.size() && value > 0;
    return positive ? std::string() : fmt::format("'{}' is no whole number above 0", text);
  };
  return {fault, "POSITIVE"};
}

}  // namespace calib::tool
