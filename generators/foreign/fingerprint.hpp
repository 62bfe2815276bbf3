#pragma once
/// Whether rows are those that a table was made from, without keeping them.

#include <string>
#include <string_view>

#include "fit/measurement_set.hpp"

namespace calib::foreign {

/// A short text that stands for the shapes of the set and their latencies: the smallest of their hashes.
std::string fingerprint_of(const fit::measurement_set& set);

/// The key that a profile's environment has it under, of a table of this setting.
std::string rows_key(const fit::measurement_set& set, std::string_view setting);

/// The share of the set's shapes that are among those the fingerprint was made of, each with its latency: an estimate
/// from a few of them where the fingerprint's set is large; 0 for a text that is none.
double share_known(const fit::measurement_set& set, std::string_view fingerprint);

}  // namespace calib::foreign
