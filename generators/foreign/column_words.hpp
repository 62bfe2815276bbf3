#pragma once
/// The names of columns as words, and the unit of time that they state.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foreign/time_unit.hpp"

namespace calib::foreign {

/// "meanTime (µs)" is mean, time, us. A slash becomes the word per; what is neither letter nor digit in ASCII and no
/// micro sign becomes ?, as such signs are what is left of a lost micro sign.
std::vector<std::string> words_of_column(std::string_view name);

struct stated_unit {
  std::optional<time_unit> unit;
  bool unclear = false;  ///< something like a unit is there, or a factor; then there is no `unit`
};

/// What the words state, wherever it stands: latency_s, "Mean [ms]".
stated_unit unit_among(const std::vector<std::string>& words);

/// Whether a unit follows a "per", as in tokens/sec. That of "time / ms" does not count.
bool is_per_time(const std::vector<std::string>& words);

/// Whether several calls are counted: per 1000 calls.
bool is_per_number(const std::vector<std::string>& words);

/// "latency", "elapsed", ...
bool is_time_word(std::string_view word);

}  // namespace calib::foreign
