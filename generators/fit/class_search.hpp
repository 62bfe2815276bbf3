#pragma once
/// Finds the classes of shapes that a library treats as cases of their own, in measurements of one operation.

#include <Eigen/Dense>
#include <cstdint>
#include <span>
#include <string_view>

#include "calib/shape_class.hpp"
#include "fit/axis_steps.hpp"
#include "fit/shape_facts.hpp"

namespace calib::fit {

/// The classes that let a process predict these measurements clearly better; of fewer than 90 shapes, those that take
/// off 40 % of the error each; none of fewer than 50.
/// Tried are multiples of the sizes of tiles and vectors and thresholds of size on each axis, and thresholds of FLOPs
/// and bytes. Shapes and latencies (seconds) are parallel; `phases` are those found before, one for each dimension.
/// Looks at `rows` of the shapes, drawn at random, which `steps` move apart.
shape_classes find_classes(std::string_view operation, precision p, std::span<const shape> shapes,
                           std::span<const double> latency_s, std::span<const axis_phase> phases, Eigen::Index rows,
                           std::uint64_t seed, const stepped_axes& steps = {});

}  // namespace calib::fit
