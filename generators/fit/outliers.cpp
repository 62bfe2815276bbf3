#include "fit/outliers.hpp"

#include <algorithm>
#include <cmath>

#include "fit/gaussian_process.hpp"
#include "statistics/statistics.hpp"

namespace calib::fit {
namespace {

// What moved changes what is predicted of the others, which moves them.
constexpr int most_passes = 50;
constexpr double settled = 0.01;  // of the distance at which a value is an outlier
// Of a normal distribution: standard deviation over the median of sizes.
constexpr double deviation_of_median = 1.4826;

}  // namespace

// One value after another, each by what those moved before it predict. All at once, values that hang together overshoot
// together, further at each pass.
Eigen::VectorXd without_outliers(const covariance& kernel, const feature_matrix& points, const Eigen::VectorXd& values,
                                 double reach) {
  const Eigen::MatrixXd inverse = leave_one_out(kernel, points).inverse();
  const Eigen::ArrayXd variance = inverse.diagonal().array().inverse(), expected = variance.sqrt();
  Eigen::VectorXd held = values, weights = inverse * values;
  for (int pass = 0; pass < most_passes; ++pass) {
    const Eigen::ArrayXd sizes = weights.array().abs() * expected;  // of errors, in deviations
    const double typical = statistics::median({sizes.data(), static_cast<std::size_t>(sizes.size())});
    const Eigen::ArrayXd limits = reach * deviation_of_median * typical * expected;
    double furthest = 0;
    for (Eigen::Index i = 0; i < values.size(); ++i) {
      const double predicted = held[i] - weights[i] * variance[i], off = values[i] - predicted;
      const double moved = std::abs(off) <= limits[i] ? values[i] : predicted + std::copysign(limits[i], off);
      const double change = moved - held[i];
      if (change == 0) continue;
      held[i] = moved;
      weights += change * inverse.col(i);
      furthest = std::max(furthest, std::abs(change) / limits[i]);
    }
    if (furthest < settled) break;
  }
  return held;
}

}  // namespace calib::fit
