#pragma once
/// Small sizes between which latency jumps: a product with one row is carried out by another kernel than one with two.
/// Rows that differ in this size alone show such steps, however few of all rows are on one side.

#include <Eigen/Dense>
#include <cstdint>
#include <span>
#include <vector>

#include "fit/shape_facts.hpp"

namespace calib::fit {

/// Two sizes on an axis, of which no size between occurs, on either side of a step.
struct axis_step {
  std::uint64_t below = 0, above = 0;

  bool operator==(const axis_step&) const = default;
};

/// An axis with steps, and how far apart its sizes are to a process: as far as latencies differ between them.
struct stepped_axis {
  std::vector<axis_step> steps;  ///< in increasing order; empty: the axis has none, and its features are logarithms
  std::vector<double> octaves;   ///< base-2 logarithms of the sizes that occur
  std::vector<double> places;    ///< what these count as, parallel; increasing

  bool any() const { return !steps.empty(); }
};

/// One for each dimension, or none at all.
using stepped_axes = std::vector<stepped_axis>;

/// The steps that measurements show. `values` are logarithms of latency over a roofline, parallel to the shapes. A step
/// is between sizes at most two octaves apart, of which the smaller is at most 16, in at least three pairs of rows that
/// are alike but for this size, and differs far more than is usual between neighbours on its axis.
stepped_axes find_steps(std::span<const shape> shapes, const Eigen::VectorXd& values);

/// What is to be added to features_of(effective_coordinates(shapes, phases)), column by column, so that sizes are in
/// their places. Where an axis has a phase that explains the other sizes, only what lies beyond a step is moved.
feature_matrix shifts_of(std::span<const shape> shapes, const stepped_axes& axes, std::span<const axis_phase> phases);

}  // namespace calib::fit
