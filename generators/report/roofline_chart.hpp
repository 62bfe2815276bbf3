#pragma once
/// Rooflines: achieved FLOP/s over arithmetic intensity, under the roofs of a setting or of several profiles.

#include <cstddef>
#include <string>
#include <vector>

#include "report/plot.hpp"
#include "report/point_series.hpp"
#include "report/roofs.hpp"

namespace calib::report {

struct roofline_chart {
  std::string id, title;
  calib::precision precision = calib::precision::f32;
  bool by_profile = false;  ///< colours tell profiles; else families of operations
  std::vector<roofs> under;
  std::vector<std::size_t> series;  ///< those that compute
};

/// One chart for each setting and precision of the profiles in which something computes.
std::vector<roofline_chart> rooflines_of(const std::vector<source_profile>& profiles,
                                         const std::vector<point_series>& series);

/// One chart for each precision that several profiles have, each in the setting with most points.
std::vector<roofline_chart> overlaid_rooflines_of(const std::vector<source_profile>& profiles,
                                                  const std::vector<point_series>& series);

/// `series` is all of the report's.
figure figure_of(const roofline_chart& chart, const std::vector<point_series>& series);

}  // namespace calib::report
