#pragma once
/// Rows of a file that cannot stand, and why.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace calib::foreign {

struct bad_row {
  std::size_t line = 0;  ///< in the file, the first line being 1
  std::string reason;    ///< the same for all rows of a kind
  std::string cell;      ///< what was found; empty where nothing was
};

/// A line for each reason: how many rows have it, and the first of them.
std::string reasons_text(const std::vector<bad_row>& bad);

/// The share of bad rows above which a file is refused: its measurements are then a choice that nobody made.
inline constexpr double largest_bad_share = 0.05;

/// Throws usage_error, with the reasons and the remedies, where bad rows are more than that share of all, or all of
/// them. `allowed`: any share is let pass, but not all.
void require_few(const std::vector<bad_row>& bad, std::size_t rows, bool allowed, std::string_view name);

}  // namespace calib::foreign
