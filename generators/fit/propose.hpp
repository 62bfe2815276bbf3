#pragma once
/// Which shapes to measure next, so that predictions become better where they are worst.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "fit/covariance.hpp"
#include "fit/measurement_set.hpp"
#include "fit/shape_facts.hpp"

namespace calib::fit {

/// What measured shapes of one operation tell of shapes that are not measured.
class proposer {
 public:
  /// At least two shapes. Deterministic for a seed.
  proposer(const measurement_set& measured, std::uint64_t seed);

  /// How far each measured shape is from what the others predict there: mean of |log(predicted / measured)|.
  double error() const { return left_out_.mean(); }

  /// Up to `count` of the candidates, one after another where the expected error is largest: where the process is
  /// unsure, in a neighbourhood in which it was wrong. Measured shapes are not proposed.
  std::vector<shape> choose(std::span<const shape> candidates, std::size_t count) const;

 private:
  feature_matrix centred(std::span<const shape> shapes) const;

  std::vector<shape> shapes_;
  Eigen::RowVectorXd centre_;
  covariance kernel_;
  feature_matrix points_;
  Eigen::VectorXd left_out_;  ///< of each point, how far it is from what the others predict
};

}  // namespace calib::fit
