#pragma once
/// How far predicted latencies are from measured ones.

#include <cstddef>
#include <map>
#include <span>
#include <vector>

#include "calib/estimate.hpp"

namespace calib::fit {

struct judged_shape {
  std::vector<std::size_t> dims;
  double measured_s = 0;
  double predicted_s = 0;
  calib::source source = calib::source::interpolated;

  /// predicted / measured - 1
  double error() const { return predicted_s / measured_s - 1; }
};

/// Relative errors of some predictions, all as fractions.
struct error_summary {
  std::size_t n = 0;
  double mape = 0;      ///< mean absolute error
  double median = 0;    ///< of absolute errors
  double p90 = 0;       ///< of absolute errors
  double within_5 = 0;  ///< share of predictions whose absolute error is at most 5 %
  double within_10 = 0;
  double bias = 0;  ///< mean error: above 0 where predictions are too long
};

struct evaluation {
  error_summary all;
  std::map<calib::source, error_summary> by_source;  ///< of sources that occur
  std::vector<judged_shape> worst;                   ///< largest absolute error first
};

/// At least one shape; all latencies positive. Keeps the `worst` worst shapes. Throws std::invalid_argument if there is
/// none.
evaluation evaluate(std::span<const judged_shape> shapes, std::size_t worst = 10);

}  // namespace calib::fit
