#pragma once
/// What the canaries and the clock did over the time of a condition, for the profile.

#include <cstddef>
#include <span>
#include <string>

#include "measure/round_record.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

/// Points of each condition of a run that has so many: few enough for a profile.
std::size_t history_points(std::size_t conditions);

/// A point for each reading of the canaries, at the start and the end of every round, at the seconds that the rounds
/// before took. Of more than `most` readings, the means over `most` pieces of time of one length. All values have four
/// significant digits. Series with a value that is not positive are unknown, and empty.
profile_io::history_data history_of(std::string condition, std::span<const measure::round_record> rounds,
                                    std::size_t most);

}  // namespace calib::calibration
