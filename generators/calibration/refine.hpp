#pragma once
/// More shapes for tables that predict badly, while there is time to measure them.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "calibration/job.hpp"
#include "measure/series.hpp"

namespace calib::calibration {

/// Appends shapes to fitted jobs, more to those whose measured shapes predict each other worse, and returns how many:
/// about `room` times those there are at the most, none where all tables are as good as their measurements. Results are
/// parallel to the shapes of the jobs in turn. The same on any number of threads.
std::size_t refine(std::vector<job>& jobs, std::span<const measure::result> results, double room, std::uint64_t seed,
                   unsigned threads);

}  // namespace calib::calibration
