#pragma once
/// How far two profiles agree, table by table: at the shapes that both measured and at the knots that both have; where
/// a fitted table does not tell what it was fitted to, at the knots of the second within the range of the first.

#include <vector>

#include "profile_io/profile_data.hpp"
#include "report/comparison.hpp"

namespace calib::tool {

/// Every table of either, those of `after` alone last; a table that only one has is not comparable. A ratio within
/// `threshold` of 1, as a fraction, is the same. Throws profile_error where a profile breaks a rule.
std::vector<report::compared_table> compare_profiles(const profile_io::profile_data& before,
                                                     const profile_io::profile_data& after, double threshold);

}  // namespace calib::tool
