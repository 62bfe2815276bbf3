#pragma once
/// Rows of one shape: how far they are apart, and whether another column of the file says why.

#include <cstddef>
#include <optional>
#include <vector>

#include "foreign/raw_table.hpp"
#include "foreign/rows.hpp"

namespace calib::foreign {

/// Half of the distance of the longest and the shortest latency of a shape, over its median: above this, they are no
/// repeats of one measurement.
inline constexpr double largest_spread = 0.1;

/// Whether the rows of many shapes are farther apart than that.
bool differ(const parsed_rows& parsed);

struct telling_columns {
  std::optional<std::size_t> surely;   ///< the column that tells the rows of one shape apart
  std::vector<std::size_t> perhaps{};  ///< those that may, where there are too few rows to say
};

/// The columns among `candidates` that tell the rows of one shape apart; none where all of them may be chance. Columns
/// of results tell nothing: they follow from the latency.
telling_columns columns_behind(const parsed_rows& parsed, const raw_table& table,
                               const std::vector<std::size_t>& candidates);

}  // namespace calib::foreign
