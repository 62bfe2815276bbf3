#pragma once
/// What a roofline leaves of measured latencies: the values a Gaussian process is fitted to.

#include <Eigen/Dense>
#include <span>
#include <vector>

#include "fit/base.hpp"

namespace calib::fit {

/// Measurements of one operation, of which some rows fit the roofline.
class residuals {
 public:
  /// Parallel and not empty; latencies in seconds. The roofline is fitted to all of them. The spans must outlive this.
  residuals(std::span<const cost> work, std::span<const double> latency_s);

  /// Fits the roofline to these rows only.
  void rest_on(const std::vector<Eigen::Index>& rows);

  /// t0 + max(flops / P, bytes / W), scaled so that the median of the values it was fitted to is 0.
  const base_model& base() const { return base_; }
  /// log(latency / roofline) of every row.
  const Eigen::VectorXd& values() const { return values_; }

 private:
  void fit(std::span<const cost> work, std::span<const double> latency_s);

  std::span<const cost> work_;
  std::span<const double> latency_s_;
  base_model base_;
  Eigen::VectorXd values_;
};

}  // namespace calib::fit
