#pragma once
/// Measured shapes that a table answers wrongly although it was made from them.

#include <span>

#include "fit/evaluation.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::fit {

/// How far an answer may be from its own measurement, as a fraction of that, without being named.
inline constexpr double misfit_limit = 0.25;

/// How many of these shapes are answered wrongly by more than the limit, and the worst five, worst first.
profile_io::misfit_data misfits_among(std::span<const judged_shape> measured);

}  // namespace calib::fit
