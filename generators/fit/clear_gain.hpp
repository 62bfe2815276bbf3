#pragma once
/// Whether what is found in measurements is more than chance: of many that are tried, the best seems to gain a little
/// where there is nothing to be found.

#include <Eigen/Dense>
#include <cmath>

namespace calib::fit {

/// What a finding must take off the error.
struct gain_rule {
  double least_share;       ///< of the error there was
  double least_deviations;  ///< in standard errors of the mean gain
};

/// `gain` is how much less the error of each row is, `error` the mean error there was.
inline bool is_clear(const Eigen::ArrayXd& gain, double error, const gain_rule& rule) {
  const double mean = gain.mean();
  const double deviation = std::sqrt((gain - mean).square().mean() / static_cast<double>(gain.size()));
  return mean > rule.least_share * error && mean > rule.least_deviations * deviation;
}

}  // namespace calib::fit
