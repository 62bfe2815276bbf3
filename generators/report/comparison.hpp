#pragma once
/// What two profiles say of the same shapes, table by table, as plain data; printers are pure functions of it.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "report/point_series.hpp"

namespace calib::report {

/// What the ratios after / before of a table's latencies come to.
struct ratio_summary {
  double median = 0;
  double low = 0, high = 0;  ///< of the median, with 95 % confidence
  double p10 = 0, p90 = 0;
  double within_5 = 0, within_10 = 0;  ///< share of the shapes whose ratio is so many per cent from 1 at most
};

struct compared_table {
  point_series after;            ///< the shapes that both profiles have, with the latencies of the second
  std::vector<double> before_s;  ///< latencies of the same shapes in the first
  std::string_view verdict;      ///< "same", "faster", "slower", "unsure" or "not comparable"
  ratio_summary ratios{};        ///< without shapes, zeros

  [[nodiscard]] bool has_shapes() const noexcept { return !before_s.empty(); }
  /// Above 1, the second profile is slower.
  [[nodiscard]] double ratio(std::size_t shape) const { return after.points[shape].latency_s / before_s[shape]; }
};

/// What is said of both profiles.
struct compared_fact {
  std::string fact, before, after;
};

struct comparison {
  std::string title;
  std::string made_by;   ///< "calib 0.2.0"
  double threshold = 0;  ///< what counts as the same: a ratio that is within this fraction of 1
  std::vector<compared_fact> facts;
  std::vector<compared_table> tables;
};

/// What the ratios of a table are of: "measured", "knots", or "fit" where one of the two need not have measured them.
[[nodiscard]] std::string_view ratios_of(const compared_table& table) noexcept;

/// One page that needs nothing else: no library, no network, no scripts to be read.
[[nodiscard]] std::string html_of(const comparison& found);

}  // namespace calib::report
