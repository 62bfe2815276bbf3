#pragma once
/// Tables of data below charts.

#include <string>

#include "report/report.hpp"

namespace calib::report {

/// The points of a series, in their order; its id is 't' and the number of the series.
std::string table_of(const report_data& report, const point_series& series);

/// For each operation of a chart: points, best share of the roofline, and where.
std::string table_of(const report_data& report, const roofline_chart& chart);

std::string table_of(const heat_map& map);
std::string table_of(const network_chart& chart);
std::string totals_table_of(const network_chart& chart);

/// All tables of a profile with their grades, errors and flags.
std::string quality_table_of(const profile_io::profile_data& profile);
/// The points of a profile's history.
std::string history_table_of(const profile_io::profile_data& profile);
std::string settings_table_of(const profile_io::profile_data& profile);
std::string peaks_table_of(const profile_io::profile_data& profile);

/// What the run says of itself: compiler, governor, canaries.
std::string environment_table_of(const profile_io::profile_data& profile);

/// "m=64 n=64 k=64"
std::string shape_text(const point_series& series, const point& one);

/// "measured", ...
std::string_view name(origin of) noexcept;

}  // namespace calib::report
