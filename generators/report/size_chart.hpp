#pragma once
/// Latency and share of the roofline against size, for an operation in a precision: measured points beside the line of
/// each table.

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "report/plot.hpp"
#include "report/point_series.hpp"

namespace calib::report {

struct size_chart {
  std::string id;
  std::string operation;
  calib::precision precision = calib::precision::f32;
  std::vector<std::size_t> series;
  std::vector<std::string> names;  ///< of the series: their settings, and their profiles where there are several
};

/// In the order in which the operations first come.
std::vector<size_chart> size_charts_of(const std::vector<source_profile>& profiles,
                                       const std::vector<point_series>& series);

/// The axis that holds these sizes of points (size_of) of tables like `of`.
scale size_scale(const point_series& of, std::span<const double> sizes);

/// `series` is all of the report's.
figure figure_of(const size_chart& chart, const std::vector<point_series>& series);

}  // namespace calib::report
