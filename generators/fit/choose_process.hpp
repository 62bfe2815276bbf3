#pragma once
/// Which Gaussian process predicts a set of measurements best: over which features, with which covariance, resting on
/// which values.

#include <Eigen/Dense>
#include <cstddef>
#include <cstdint>

#include "fit/covariance.hpp"

namespace calib::fit {

/// What a process may see of shapes.
struct feature_choice {
  const feature_matrix& plain;      ///< their dimensions
  const feature_matrix& with_work;  ///< and their work
};

struct chosen_process {
  covariance kernel;
  bool with_work = false;
  Eigen::VectorXd values;  ///< what it rests on: those measured, or without what seem to be outliers

  const feature_matrix& seen(const feature_choice& features) const {
    return with_work ? features.with_work : features.plain;
  }
};

/// For a process through all points. Each kind of covariance is tried over both features, with the values as measured
/// and without outliers; judged by what all points but one predict of it, from 8 points on. Of more than 1000 points,
/// as many drawn ones choose.
chosen_process choose_process(const feature_choice& features, const Eigen::VectorXd& values, std::uint64_t seed);

/// For a process through `count` points, which are still to be chosen; judged by what such a choice predicts of the
/// rest.
chosen_process choose_process_of_few(const feature_choice& features, const Eigen::VectorXd& values, std::size_t count,
                                     std::uint64_t seed);

/// The covariance with the noise that points chosen for what they say have: what such a point shares with no other
/// counts for more than noise found among all of them would.
covariance with_noise_of_chosen(covariance kernel);

}  // namespace calib::fit
