#pragma once
/// Data for tests of processes: points drawn at random with noisy values.

#include <cmath>
#include <random>

#include "fit/covariance.hpp"

namespace calib::fit {

// A smooth function of two features of which the second matters little.
inline double truth(double x, double y) { return 0.3 * std::sin(x) + 0.02 * y; }

struct sample {
  feature_matrix points;
  Eigen::VectorXd values;
};

inline sample draw(Eigen::Index count, double noise, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> place(-4, 4);
  std::normal_distribution<double> error(0, noise);
  sample drawn{feature_matrix(count, 2), Eigen::VectorXd(count)};
  for (Eigen::Index i = 0; i < count; ++i) {
    drawn.points(i, 0) = place(random);
    drawn.points(i, 1) = place(random);
    drawn.values[i] = truth(drawn.points(i, 0), drawn.points(i, 1)) + error(random);
  }
  return drawn;
}

}  // namespace calib::fit
