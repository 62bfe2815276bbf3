#pragma once
/// Knots where a working set outgrows a cache: time per byte rises there by a factor of two to ten within one octave.

#include <cstddef>
#include <functional>
#include <span>

#include "plan/grids.hpp"

namespace calib::plan {

/// The axis and further knots within it, at sizes whose working set is somewhat smaller to somewhat larger than each of
/// the caches (bytes). `bytes_of` tells the working set of a size; it is taken to be proportional to it.
profile_io::axis_data with_cache_knots(profile_io::axis_data axis, std::span<const std::size_t> caches, effort amount,
                                       const std::function<std::size_t(std::size_t)>& bytes_of);

}  // namespace calib::plan
