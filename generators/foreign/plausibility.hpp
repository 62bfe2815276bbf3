#pragma once
/// Whether latencies can be what they are said to be.

#include <optional>
#include <string>
#include <vector>

#include "calib/estimate.hpp"
#include "fit/measurement_set.hpp"

namespace calib::foreign {

/// What speaks against the latencies of the set on a machine with these peaks, with the likely reason: rows above the
/// peaks, or all of them below a hundredth. Nothing where no peak is known.
std::optional<std::string> against_peaks(const fit::measurement_set& set, const machine_peaks& peaks);

/// That the clock behind the latencies is coarse, where they take few values that are multiples of a step.
std::optional<std::string> against_clock(const std::vector<double>& latencies_s);

}  // namespace calib::foreign
