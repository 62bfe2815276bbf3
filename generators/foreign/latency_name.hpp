#pragma once
/// Which columns hold latencies, and in what unit, by their names.

#include <optional>
#include <string>
#include <string_view>

#include "foreign/column_words.hpp"
#include "foreign/time_unit.hpp"

namespace calib::foreign {

/// Of names that say no more than that a call was timed. Below are names with other words, sums, and processors' times.
inline constexpr int least_plain_rank = 60;

struct latency_name {
  std::optional<time_unit> unit;  ///< that the name states
  int rank = 0;                   ///< the highest of a file is meant: medians before means before minima
  std::string qualifier{};        ///< words that are not known; names with other ones are not comparable
};

/// What a column called so holds of the latencies of `operation`; nothing where it holds something else: spreads,
/// rates, times of other work.
std::optional<latency_name> as_latency(std::string_view column, std::string_view operation);

/// Whether a column called so holds what was found, not what was measured: latencies, their spread, rates.
bool is_result(std::string_view column);

/// Whether it holds a rate: GFLOP/s, tokens per second.
bool is_rate(std::string_view column);

/// Whether it holds the sum of the times of several calls.
bool is_total(std::string_view column);

/// The unit that the name of a column states, whatever else it says.
stated_unit unit_in(std::string_view column);

}  // namespace calib::foreign
