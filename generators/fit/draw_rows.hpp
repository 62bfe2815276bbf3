#pragma once
/// Rows drawn at random, each at most once.

#include <Eigen/Dense>
#include <random>
#include <vector>

namespace calib::fit {

/// `most` of the rows 0 ... rows - 1, or all, in random order.
std::vector<Eigen::Index> draw_rows(Eigen::Index rows, Eigen::Index most, std::mt19937_64& random);

}  // namespace calib::fit
