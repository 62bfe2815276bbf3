#pragma once
/// The plain model a fit starts from: t0 + max(flops / P, bytes / W), the three fitted to measurements.

#include <span>

#include "calib/op/operation.hpp"

namespace calib::fit {

struct base_model {
  double overhead_s = 0;
  double flops_per_s = 0;  ///< 0: no arithmetic, the term is left out
  double bytes_per_s = 0;

  double operator()(const cost& work) const;
};

/// The model with the least mean |log(predicted / measured)|, by coordinate descent from robust quantiles.
/// Spans are parallel and not empty; latencies in seconds.
base_model fit_base(std::span<const cost> work, std::span<const double> latency_s);

}  // namespace calib::fit
