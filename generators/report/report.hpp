#pragma once
/// Everything that a report shows, as plain data; printers are pure functions of it.

#include <string>
#include <utility>
#include <vector>

#include "report/bandwidth_chart.hpp"
#include "report/heat_map.hpp"
#include "report/history_chart.hpp"
#include "report/network_chart.hpp"
#include "report/point_series.hpp"
#include "report/quality_chart.hpp"
#include "report/roofline_chart.hpp"
#include "report/size_chart.hpp"

namespace calib::report {

/// What a flag of a table says, and what helps.
struct flag_note {
  std::string flag, advice;
};

struct report_data {
  std::string title;
  std::string made_by;  ///< "calib 0.2.0"
  std::vector<source_profile> profiles;
  std::vector<flag_note> flags;  ///< those that occur
  std::vector<network_chart> networks;
  std::vector<point_series> series;
  std::vector<roofline_chart> rooflines;  ///< those of several profiles first
  std::vector<size_chart> sizes;
  std::vector<bandwidth_chart> bandwidths;
  std::vector<heat_map> heat_maps;
  std::vector<quality_chart> qualities;
  std::vector<figure> histories;
};

/// The report of profiles; networks, which are priced elsewhere, and notes on flags are added by the caller.
report_data report_on(std::vector<source_profile> profiles);

/// One page that needs nothing else: no library, no network, no scripts to be read.
[[nodiscard]] std::string html_of(const report_data& report);

/// Machine, settings, tables and networks for a pull request.
[[nodiscard]] std::string markdown_of(const report_data& report);

/// One line for each point.
[[nodiscard]] std::string csv_of(const report_data& report);

/// Each picture by the name of its file, without its extension.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> pictures_of(const report_data& report);

}  // namespace calib::report
