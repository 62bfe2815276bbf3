#pragma once
/// A check of options: CLI11's own names the largest number that there is, instead of what is wrong.

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <string>

namespace calib::tool {

/// Accepts numbers above 0.
inline CLI::Validator positive_number() {
  const auto fault = [](const std::string& text) {
    double value = 0;
    const bool positive = CLI::detail::lexical_cast(text, value) && value > 0;
    return positive ? std::string() : fmt::format("'{}' is no number above 0", text);
  };
  return {fault, "POSITIVE"};
}

}  // namespace calib::tool
