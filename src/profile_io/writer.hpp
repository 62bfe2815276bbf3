#pragma once
/// A profile into JSON text that people can read and diff.

#include <string>

#include "profile_io/profile_data.hpp"

namespace calib::profile_io {

/// The profile as JSON: keys in the order of profile_data, shortest numbers that read back exactly, one row of
/// latencies for each run of the last axis. The same profile gives the same bytes everywhere. What is unknown (0,
/// empty) is left out. Throws profile_error for a profile that the reader would refuse.
std::string to_json(const profile_data& profile);

}  // namespace calib::profile_io
