#pragma once
/// What neighbours on the same core added to latencies, told from the shapes that were measured without them.

#include <cstdint>

#include "fit/measurement_set.hpp"

namespace calib::fit {

/// The set with latencies of disturbed shapes as they would be without disturbance: less what a Gaussian process that
/// sees which are disturbed finds between the two. None becomes longer, and all are as measured where all or none are
/// disturbed. Deterministic for a seed.
measurement_set without_disturbance(measurement_set set, std::uint64_t seed);

}  // namespace calib::fit
