#pragma once
/// A smooth model of latency over the shapes of one operation: a plain roofline fitted to measurements, times the
/// exponential of a Gaussian process over logarithms of the dimensions. Both rest on few of the measurements.

#include <cstdint>
#include <optional>
#include <string>

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
  /// Shapes and latencies are parallel; at least one. All of them choose the covariance and the points; the values of
  /// max_points of them make roofline and predictions.
  latency_model(std::string operation, precision p, std::span<const shape> shapes, std::span<const double> latency_s,
                const model_options& options);

  /// Seconds for each shape.
  std::vector<double> predict(std::span<const shape> shapes) const;

  std::size_t points() const { return points_; }

 private:
  feature_matrix centred_features(std::span<const shape> shapes) const;

  std::string operation_;
  precision precision_;
  base_model base_;
  Eigen::RowVectorXd centre_;
  std::optional<gaussian_process> process_;
  std::size_t points_ = 0;
};

}  // namespace calib::fit
