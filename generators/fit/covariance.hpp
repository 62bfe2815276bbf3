#pragma once
/// How alike the values of a function at two places are: what a Gaussian process believes before it sees values.
/// C. E. Rasmussen, C. K. I. Williams: Gaussian Processes for Machine Learning, 2006, chapter 4.

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <vector>

namespace calib::fit {

/// The square of what is held as its logarithm.
inline double square_of_exp(double x) { return std::exp(2 * x); }

/// One row for each point, one column for each feature.
using feature_matrix = Eigen::MatrixXd;

/// Which Matérn function of the distance r, each feature over its length scale.
enum class matern {
  half,          ///< exp(-r): kinks everywhere, as where libraries switch kernels
  three_halves,  ///< (1 + √3 r) exp(-√3 r): has a slope everywhere
};

/// s² times a Matérn function. Parameters are held as logarithms.
struct covariance_component {
  matern function = matern::half;
  Eigen::VectorXd log_length;  ///< for each feature
  double log_scale = 0;        ///< s
};

/// A sum of components on a linear trend, l² (1 + x·x'), with independent noise on each value.
struct covariance {
  std::vector<covariance_component> components;
  double log_noise = 0;   ///< standard deviation of a value around the function
  double log_linear = 0;  ///< l

  double noise_variance() const;
  /// Of a point with itself, without noise.
  double variance_at(const Eigen::RowVectorXd& point) const;
  Eigen::MatrixXd operator()(const feature_matrix& a, const feature_matrix& b) const;
  /// Of values measured at these points, noise included: the lower triangle, zeros above it but in blocks along the
  /// diagonal.
  Eigen::MatrixXd of_values_at(const feature_matrix& points) const;
};

/// A Matérn function of squared distances.
Eigen::ArrayXXd value_of(matern function, const Eigen::ArrayXXd& squared_distances);

/// The same with its derivative by them, for little more. The derivative of exp(-r) is infinite at 0; 0 stands for it,
/// which is right wherever it is multiplied by a distance.
struct value_and_slope {
  Eigen::ArrayXXd value, slope;
};
value_and_slope value_and_slope_of(matern function, const Eigen::ArrayXXd& squared_distances);

/// Blocks of columns that cover the lower triangle of a square matrix: the work of what is symmetric, nearly halved.
template <class Block>  // of (first row and column, columns)
void for_each_block_of_lower(Eigen::Index rows, Block block) {
  constexpr Eigen::Index columns_at_once = 32;
  for (Eigen::Index begin = 0; begin < rows; begin += columns_at_once) {
    block(begin, std::min(columns_at_once, rows - begin));
  }
}

/// Between each row of `a` and each of `b`, each feature over its length scale.
Eigen::ArrayXXd squared_distances(const covariance_component& component, const feature_matrix& a,
                                  const feature_matrix& b);

}  // namespace calib::fit
