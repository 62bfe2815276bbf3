#pragma once
/// More shapes for tables that predict badly, while there is time to measure them.

#include <cstdint>
#include <span>
#include <vector>

#include "calibration/measured_job.hpp"

namespace calib::calibration {

/// The jobs, fitted ones with further shapes behind those they have: more for jobs whose measured shapes predict each
/// other worse, about `room` times those there are at the most, none where all tables are as good as their
/// measurements. The same on any number of threads.
std::vector<job> refine(std::span<const measured_job> measured, double room, std::uint64_t seed, unsigned threads);

}  // namespace calib::calibration
