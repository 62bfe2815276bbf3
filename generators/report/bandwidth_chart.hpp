#pragma once
/// Bandwidth against working set: streams through the caches and beyond.

#include <cstddef>
#include <string>
#include <vector>

#include "report/plot.hpp"
#include "report/point_series.hpp"

namespace calib::report {

struct bandwidth_chart {
  std::string id, title;
  double peak_bytes_per_s = 0;  ///< of memory; 0 = unknown
  std::vector<guide> caches;
  std::vector<std::size_t> series;
};

/// One chart for each setting and precision that has streams.
std::vector<bandwidth_chart> bandwidth_charts_of(const std::vector<source_profile>& profiles,
                                                 const std::vector<point_series>& series);

/// `series` is all of the report's.
figure figure_of(const bandwidth_chart& chart, const std::vector<point_series>& series);

}  // namespace calib::report
