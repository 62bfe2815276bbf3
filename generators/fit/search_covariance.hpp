#pragma once
/// What searches for structure (phases, classes) compare their candidates by: how well a Gaussian process with this
/// covariance predicts each of some shapes from the others.

#include <Eigen/Dense>
#include <algorithm>

#include "fit/likelihood.hpp"

namespace calib::fit {

/// Rows that a search looks at for a process that may rest on so many points. Of 600 products, those whose rows alias
/// are too few, and too far from one another, for their class to be found; what only 1,200 tell is wasted on a few
/// hundred points. To judge one candidate takes 10 ms with 600 and a tenth of a second with 1,200.
constexpr Eigen::Index rows_to_search(std::size_t points) {
  return std::clamp<Eigen::Index>(static_cast<Eigen::Index>(std::min<std::size_t>(points, 1200)), 600, 1200);
}

inline constexpr matern kinks[] = {matern::half};

/// Fitted to the first rows: give them in random order. Lengths end where the knots of tables do. Shapes share sizes; a
/// shorter length learns each size by itself, predicts shapes of that size without knowing why, and hides what explains
/// them from the search.
inline covariance covariance_to_search_by(const feature_matrix& features, const Eigen::VectorXd& values) {
  constexpr Eigen::Index settling_rows = 150;
  constexpr double least_octaves = 0.4;
  const Eigen::Index few = std::min(settling_rows, features.rows());
  return fit_covariance(kinks, features.topRows(few), values.head(few), least_octaves);
}

}  // namespace calib::fit
