#pragma once
/// A smooth model of latency over the shapes of one operation: a plain roofline fitted to measurements, times the
/// exponential of a Gaussian process over logarithms of the dimensions, which count as what their phases make of
/// them, and of the work where that predicts better. Both rest on few of the measurements.

#include <cstdint>
#include <optional>
#include <string>

#include "fit/axis_steps.hpp"
#include "fit/base.hpp"
#include "fit/gaussian_process.hpp"
#include "fit/shape_facts.hpp"

namespace calib::fit {

struct model_options {
  std::size_t max_points = 1000;  ///< measurements that enter the predictions
  std::uint64_t seed = 1;
};

class latency_model {
 public:
  /// Shapes and latencies are parallel; at least one. All of them choose phases, classes, covariance and points; the
  /// values of max_points of them make roofline and predictions.
  latency_model(std::string operation, precision p, std::span<const shape> shapes, std::span<const double> latency_s,
                const model_options& options);

  /// Seconds of each of these shapes.
  std::vector<double> predict(std::span<const shape> shapes) const;

  /// Seconds at each of these places of a table: before the dimensions, which are effective coordinates on axes with a
  /// phase of tables, 1 for every class that it is taken to be in and 0 for the others.
  std::vector<double> predict_grid(std::span<const shape> places) const;

  /// Whether latency is known to fall from each of these places of a table to its counterpart: by more than one
  /// standard deviation of the process, or because there is less to do. Parallel.
  std::vector<bool> knows_falls(std::span<const shape> from, std::span<const shape> to) const;

  /// What is unknown of the logarithm of latency at each of these places.
  std::vector<double> variance_on_grid(std::span<const shape> places) const;

  /// Small sizes between which latency jumps, as found in all of the measurements.
  const stepped_axes& steps() const { return steps_; }

  /// The library's tiles, as found in all of the measurements; one for each dimension.
  const std::vector<axis_phase>& phases() const { return phases_; }

  /// The phases of a table of this model: none on an axis with steps. Within a tile sizes count as nearly the same, and
  /// a step between them would have no knots.
  std::vector<axis_phase> phases_of_tables() const;

  /// Shapes that the library treats as cases of their own, as found in all of the measurements.
  const shape_classes& classes() const { return classes_; }

  std::size_t points() const { return points_; }

 private:
  // What the model sees of some shapes or places.
  struct view {
    std::vector<cost> work;
    feature_matrix features;
  };
  view view_of(const Eigen::MatrixXd& members, const coordinate_matrix& coordinates,
               const feature_matrix& shifts) const;
  view view_of_places(std::span<const shape> places) const;
  std::vector<double> predict(const view& seen) const;

  std::string operation_;
  precision precision_;
  stepped_axes steps_;
  std::vector<axis_phase> phases_;
  shape_classes classes_;
  base_model base_;
  Eigen::RowVectorXd centre_;  ///< of as many features as the process sees
  std::optional<gaussian_process> process_;
  double lowest_ = 0,
         highest_ = 0;  ///< residuals seen: a corner of the grid that nobody measured is no faster than all
  std::size_t points_ = 0;
};

}  // namespace calib::fit
