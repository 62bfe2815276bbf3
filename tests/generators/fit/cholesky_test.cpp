#include "fit/cholesky.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace calib::fit {
namespace {

// Positive definite, with a condition number of about a thousand.
Eigen::MatrixXd symmetric(Eigen::Index rows) {
  Eigen::MatrixXd a(rows, rows);
  for (Eigen::Index i = 0; i < rows; ++i) {
    for (Eigen::Index j = 0; j < rows; ++j) a(i, j) = std::exp(-0.1 * std::abs(static_cast<double>(i - j)));
  }
  a.diagonal().array() += 0.02;
  return a;
}

// The lower triangle, and above it what nobody may read.
Eigen::MatrixXd lower_of(const Eigen::MatrixXd& whole) {
  Eigen::MatrixXd lower = whole;
  lower.triangularView<Eigen::StrictlyUpper>().setConstant(std::nan(""));
  return lower;
}

class Cholesky : public testing::TestWithParam<Eigen::Index> {
 protected:
  Eigen::MatrixXd whole = symmetric(GetParam());
  cholesky factor{lower_of(whole)};
  Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(whole.rows(), whole.rows());
};

TEST_P(Cholesky, SolvesForSeveralRightSides) {
  const Eigen::MatrixXd right = Eigen::MatrixXd::Random(whole.rows(), 3);
  EXPECT_TRUE(factor.positive_definite());
  EXPECT_TRUE((whole * factor.solve(right)).isApprox(right, 1e-10));
}

TEST_P(Cholesky, InvertsWholeAndByHalves) {
  EXPECT_TRUE((whole * factor.inverse()).isApprox(identity, 1e-10));
  const Eigen::MatrixXd lower = factor.inverse().triangularView<Eigen::Lower>();
  EXPECT_TRUE(factor.lower_inverse().isApprox(lower, 1e-12));
  EXPECT_TRUE(factor.diagonal_of_inverse().isApprox(factor.inverse().diagonal(), 1e-10));
}

TEST_P(Cholesky, KnowsTheDeterminant) { EXPECT_NEAR(factor.log_determinant(), std::log(whole.determinant()), 1e-8); }

INSTANTIATE_TEST_SUITE_P(Sizes, Cholesky, testing::Values(1, 2, 7, 64, 131));

TEST(CholeskyOfWhatIsNot, SaysSo) {
  Eigen::MatrixXd indefinite = Eigen::MatrixXd::Identity(4, 4);
  indefinite(2, 2) = -1;
  EXPECT_FALSE(cholesky(indefinite).positive_definite());
}

}  // namespace
}  // namespace calib::fit
