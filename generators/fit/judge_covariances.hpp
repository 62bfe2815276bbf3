#pragma once
/// Covariances between rows that judge and rows that are candidates, which are asked for again and again.

#include <Eigen/Dense>
#include <vector>

#include "fit/covariance.hpp"

namespace calib::fit {

/// Made once for all rows where so many are asked for that it pays and there is room, else when they are asked for.
/// Single precision is enough to compare candidates, and halves what has to be read.
class judge_covariances {
 public:
  /// `asked`: about how many rows are asked for in all. Refers to its arguments.
  judge_covariances(const covariance& kernel, const feature_matrix& judges, const feature_matrix& points,
                    Eigen::Index asked);

  /// One row for each judge, one column for each of these rows of the points.
  Eigen::MatrixXf with(const std::vector<Eigen::Index>& rows) const;

  /// Whether all were made at once.
  bool are_kept() const { return all_.size() > 0; }

  /// Takes off what some chosen points explain, one row for each of them: of each judge and of each point, as factors
  /// of a covariance. Only where they are kept.
  void take_off(const Eigen::Ref<const Eigen::MatrixXf>& of_judges, const Eigen::Ref<const Eigen::MatrixXf>& of_points);

 private:
  Eigen::MatrixXf made(const feature_matrix& points) const { return kernel_(judges_, points).cast<float>(); }

  const covariance& kernel_;
  const feature_matrix& judges_;
  const feature_matrix& points_;
  Eigen::MatrixXf all_;  // empty: made when asked for
};

}  // namespace calib::fit
