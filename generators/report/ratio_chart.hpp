#pragma once
/// Ratio of the latencies of two profiles against size, for one table.

#include <cstddef>

#include "report/comparison.hpp"
#include "report/plot.hpp"

namespace calib::report {

/// A mark for each shape of a table that has some, beside the lines of what is the same and of the median.
[[nodiscard]] figure figure_of(const compared_table& table, double threshold);

/// How many marks lie beyond the scale of a figure of ratios, and are drawn at its edge.
[[nodiscard]] std::size_t marks_beyond(const figure& picture) noexcept;

}  // namespace calib::report
