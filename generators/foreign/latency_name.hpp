#pragma once
/// Which columns hold latencies, and in what unit, by their names.

#include <optional>
#include <string_view>

#include "foreign/time_unit.hpp"

namespace calib::foreign {

struct latency_name {
  std::optional<time_unit> unit;  ///< that the name states
  int rank = 0;                   ///< the highest of a file is meant: medians before means before minima
};

/// What a column called so holds of the latencies of `operation`; nothing where it holds something else: spreads,
/// rates, times of other work.
std::optional<latency_name> as_latency(std::string_view column, std::string_view operation);

/// Whether a column called so holds what was found, not what was measured: latencies, their spread, rates.
bool is_result(std::string_view column);

/// The unit that the name of a column states, whatever else it says.
std::optional<time_unit> unit_in(std::string_view column);

}  // namespace calib::foreign
