#pragma once
/// Which measurements are seen and which are judged.

#include <cstdint>
#include <span>
#include <vector>

#include "fit/measurement_set.hpp"

namespace calib::bench {

struct split {
  fit::measurement_set seen;
  std::vector<fit::measured_shape> held_out;
};

/// Five folds of a set of up to 400 shapes; of a larger one a fifth, once, and not the shapes on the plain grids of
/// these many points: these grids could not be measured otherwise, and would be right there. Shapes whose form does not
/// occur among those seen are not held out either.
std::vector<split> splits_of(const fit::measurement_set& set, std::span<const std::size_t> points, std::uint64_t seed);

}  // namespace calib::bench
