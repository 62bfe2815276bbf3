#pragma once
/// Data for tests of the choice of points: a line of places where the function is flat but for a bump at the end.

#include <cmath>
#include <vector>

#include "fit/gaussian_process.hpp"

namespace calib::fit {

struct bump {
  feature_matrix points = feature_matrix(200, 1);
  Eigen::VectorXd values = Eigen::VectorXd(200);
  covariance kernel{{{matern::three_halves, Eigen::VectorXd::Constant(1, -1.0), -1.0}}, -5.0, -6.0};

  bump() {
    for (Eigen::Index i = 0; i < 200; ++i) {
      const double x = static_cast<double>(i - 100) / 20.0;
      points(i, 0) = x;
      values[i] = 0.01 * std::sin(x) + (x > 3 ? std::sin(3 * (x - 3)) : 0.0);
    }
  }
  double error_with(const std::vector<Eigen::Index>& chosen) const {
    const gaussian_process process(kernel, points(chosen, Eigen::all), values(chosen));
    return (process.predict(points) - values).cwiseAbs().mean();
  }
};

}  // namespace calib::fit
