#pragma once
/// How good the measurements behind a profile's tables are, one table beside the other.

#include <string>
#include <vector>

#include "report/point_series.hpp"

namespace calib::report {

struct quality_row {
  std::string setting, table;  ///< "gemm f32"
  char grade = '-';            ///< 'A' to 'D', '-' unknown
  std::vector<double> values;  ///< as shares, one for each of the chart's measures; 0 = unknown or none
  std::vector<bool> has_flag;  ///< one for each of the chart's flags
};

struct quality_chart {
  std::string id, title;
  std::vector<std::string> measures;  ///< what the values are; smaller is better
  std::vector<std::string> flags;     ///< those that occur
  std::vector<quality_row> rows;      ///< in the order of the profile's tables
};

/// One chart for each profile whose tables have grades: a profile of published measurements has none.
[[nodiscard]] std::vector<quality_chart> quality_charts_of(const std::vector<source_profile>& profiles);

/// The chart as an <svg> element: for each table a line with its grade, a bar for each measure, a mark for each flag.
[[nodiscard]] std::string svg_of(const quality_chart& chart);

}  // namespace calib::report
