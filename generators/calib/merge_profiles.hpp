#pragma once
/// Two profiles of one machine as one: their settings, precisions and tables together.

#include <cstdint>

#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// Whose table stands where both profiles have one and the two differ.
enum class preference : std::uint8_t { none, first, second };

/// The tables and settings of both; id, name and default setting of `first`. Facts that only one knows are taken from
/// it. What is of one run alone, the measured part of the machine and the history, is left out unless both have the
/// same. Throws usage_error where the machines differ, where settings of the same id are not the same, and where tables
/// differ and `prefer` is none: it says what differs.
profile_io::profile_data merged(const profile_io::profile_data& first, const profile_io::profile_data& second,
                                preference prefer);

}  // namespace calib::tool
