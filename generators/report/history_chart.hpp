#pragma once
/// The machine over the time of a run: its canaries and its clock, one condition after the other.

#include <vector>

#include "report/plot.hpp"
#include "report/point_series.hpp"

namespace calib::report {

/// One figure, "history-<id of the profile>", for each profile whose history has values.
[[nodiscard]] std::vector<figure> history_charts_of(const std::vector<source_profile>& profiles);

}  // namespace calib::report
