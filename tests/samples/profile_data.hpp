#pragma once
/// Profiles for the tests of reading and writing.

#include <string>
#include <string_view>

#include "profile_io/profile_data.hpp"

namespace calib::test {

/// Every member set, to values that are awkward to write.
profile_io::profile_data full_profile();

/// A table for every operation in every precision, two knots an axis.
profile_io::profile_data every_operation();

/// A valid profile as people would write it: one setting, one gemm table, most keys.
extern const std::string_view plain_json;

/// plain_json with `from`, which must be there exactly once, replaced.
std::string plain_json_with(std::string_view from, std::string_view to);

}  // namespace calib::test
