#pragma once
/// Errors of groups of shapes: those whose size of one dimension lies in a range.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "fit/evaluation.hpp"

namespace calib::bench {

struct errors_of_sizes {
  std::string sizes;  ///< "m = 1", "m 3 to 16"
  fit::error_summary errors;
};

/// Groups of the sizes 1, 2, 3 to 16, 17 to 128, 129 to 1024 and above, then all; groups without shapes are left out.
/// Throws usage_error if no dimension has this name.
std::vector<errors_of_sizes> by_size(std::span<const fit::judged_shape> judged, std::span<const std::string> dimensions,
                                     std::string_view dimension);

}  // namespace calib::bench
