#include "fit/judge_covariances.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "bump.hpp"

namespace calib::fit {
namespace {

const std::vector<Eigen::Index> some_rows{3, 90, 170};

TEST(JudgeCovariances, AreTheSameMadeAtOnceAndWhenAskedFor) {
  const bump data;
  const judge_covariances kept(data.kernel, data.points, data.points, 1000);
  const judge_covariances made(data.kernel, data.points, data.points, 3);
  EXPECT_FALSE(made.are_kept());
  EXPECT_TRUE(kept.are_kept());
  EXPECT_TRUE(kept.with(some_rows).isApprox(made.with(some_rows)));
}

TEST(JudgeCovariances, AreFreeOfWhatIsTakenOff) {
  const bump data;
  judge_covariances covariances(data.kernel, data.points, data.points, 1000);
  ASSERT_TRUE(covariances.are_kept());
  const feature_matrix chosen = data.points.row(90);
  const Eigen::MatrixXd with_chosen = data.kernel(chosen, data.points);
  const double variance = data.kernel.variance_at(data.points.row(90)) + data.kernel.noise_variance();
  const Eigen::MatrixXf factor = (with_chosen / std::sqrt(variance)).cast<float>();
  covariances.take_off(factor, factor);
  const Eigen::MatrixXd left = data.kernel(data.points, data.points) - with_chosen.transpose() * with_chosen / variance;
  EXPECT_TRUE(covariances.with(some_rows).isApprox(left(Eigen::all, some_rows).cast<float>(), 1e-5F));
}

}  // namespace
}  // namespace calib::fit
