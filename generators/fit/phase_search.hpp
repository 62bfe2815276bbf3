#pragma once
/// The tiles of a library, found in measurements: which period and weight on which axis explain them best.

#include <Eigen/Dense>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "calib/axis.hpp"
#include "fit/axis_steps.hpp"
#include "fit/shape_facts.hpp"

namespace calib::fit {

/// A phase for each dimension, of period 1 where none is clearly better than one. Shapes and latencies are parallel; at
/// least one. Phases are judged by how well a Gaussian process through all but one of the shapes predicts that one.
/// Deterministic for a seed. O(rows³) for each phase tried, so only `rows` of them, drawn at random, are looked at.
/// Sizes on either side of `steps` are far apart under any phase.
std::vector<axis_phase> find_phases(std::string_view operation, precision p, std::span<const shape> shapes,
                                    std::span<const double> latency_s, Eigen::Index rows, std::uint64_t seed,
                                    const stepped_axes& steps = {});

}  // namespace calib::fit
