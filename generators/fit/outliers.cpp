#include "fit/outliers.hpp"

#include "fit/gaussian_process.hpp"
#include "measure/statistics.hpp"

namespace calib::fit {
namespace {

// What moved changes what is predicted of the others, which moves them. One factorisation serves all passes.
constexpr int most_passes = 50;
constexpr double settled = 0.01;  // of the distance at which a value is an outlier
// Of a normal distribution: standard deviation over the median of sizes.
constexpr double deviation_of_median = 1.4826;

}  // namespace

Eigen::VectorXd without_outliers(const covariance& kernel, const feature_matrix& points, const Eigen::VectorXd& values,
                                 double reach) {
  const leave_one_out others(kernel, points);
  const Eigen::VectorXd expected = others.deviations();
  Eigen::VectorXd held = values;
  for (int pass = 0; pass < most_passes; ++pass) {
    const Eigen::VectorXd errors = others.errors(held);
    const Eigen::VectorXd sizes = errors.cwiseAbs().cwiseQuotient(expected);
    const double typical = measure::median({sizes.data(), static_cast<std::size_t>(sizes.size())});
    const Eigen::VectorXd limits = reach * deviation_of_median * typical * expected;
    const Eigen::VectorXd predicted = held - errors;
    const Eigen::VectorXd before = held;
    held = predicted + (values - predicted).cwiseMax(-limits).cwiseMin(limits);
    if (((held - before).cwiseAbs() - settled * limits).maxCoeff() < 0) break;
  }
  return held;
}

}  // namespace calib::fit
