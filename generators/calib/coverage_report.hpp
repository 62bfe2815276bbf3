#pragma once
/// What the measurements behind a table cannot tell, as `calib import` and `calib show` say it.

#include <cstdint>
#include <string>
#include <vector>

#include "fit/measurement_set.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// The flags of a table from these shapes that no other part of the profile says: dimensions that vary together,
/// "tied:m=n=k".
std::vector<std::string> coverage_flags(const fit::measurement_set& set);

/// A shape on the line that all shapes of the set lie on, 0 for dimensions that are not on it; empty where they lie on
/// none. Dimensions that vary together otherwise than in proportion are on no line.
std::vector<std::uint64_t> coverage_line(const fit::measurement_set& set);

/// A sentence on each line; empty where nothing is to be said: one row, one size of a dimension, dimensions that vary
/// together.
std::string coverage_text(const profile_io::table_data& table);

/// The same sentences.
std::vector<std::string> coverage_sentences(const profile_io::table_data& table);

}  // namespace calib::tool
