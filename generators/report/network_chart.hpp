#pragma once
/// A network's time, before a calibration and after, in all and layer by layer.

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace calib::report {

struct layer_row {
  std::string layer, operation, shape;
  std::size_t layers = 1;  ///< carried out as one
  std::size_t times = 1;
  double latency_s = 0, share = 0;
  double efficiency = 0;  ///< 0 = unknown
  std::optional<double> roofline_s, datasheet_s;
  std::string limiter, source;
  double error_median = 0, error_p95 = 0;  ///< 0 = never tested
};

struct network_chart {
  std::string id;  ///< unique among those of a report
  std::string network, sizes, profile, setting;
  double latency_s = 0;
  double error_median = 0, error_p95 = 0;  ///< 0 = never tested
  double with_error = 0;                   ///< share of the latency that has a band
  double assumed_efficiency = 0.2;
  std::optional<double> datasheet_s, roofline_s;
  double as_it_comes_s = 0;  ///< beside what else the machine does; 0 = unknown
  std::string sources;       ///< "80.0 % interpolated, 20.0 % roofline"
  std::vector<std::string> notes;
  std::vector<layer_row> rows;  ///< the heaviest first
};

/// Layers that are drawn; the table has all.
inline constexpr std::size_t layers_drawn = 20;

/// Three bars: the datasheet, the roofline, the calibrated estimate with its band.
[[nodiscard]] std::string totals_svg_of(const network_chart& chart);

/// The heaviest layers: calibrated bars with bands, beside the roofline and the datasheet.
[[nodiscard]] std::string layers_svg_of(const network_chart& chart);

}  // namespace calib::report
