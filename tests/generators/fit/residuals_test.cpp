#include "fit/residuals.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "calib/op/gemm.hpp"
#include "statistics/statistics.hpp"

namespace calib::fit {
namespace {

struct measured {
  std::vector<cost> work;
  std::vector<double> latency_s;

  // Small products take twice as long as the roofline of large ones says.
  measured() {
    for (std::size_t m = 8; m <= 1024; m *= 2) {
      for (std::size_t k = 8; k <= 1024; k *= 2) {
        work.push_back(op::gemm<f32>{m, 256, k}.work());
        latency_s.push_back(base_model{1e-6, 1e11, 1e10}(work.back()) * (m < 128 ? 2 : 1));
      }
    }
  }
  std::vector<Eigen::Index> large() const {
    std::vector<Eigen::Index> rows;
    for (std::size_t i = work.size() / 2; i < work.size(); ++i) rows.push_back(static_cast<Eigen::Index>(i));
    return rows;
  }
};

TEST(Residuals, AreLogarithmsOfLatencyOverTheRooflineWithMedianZero) {
  const measured data;
  const residuals left(data.work, data.latency_s);
  EXPECT_NEAR(left.values()[3], std::log(data.latency_s[3] / left.base()(data.work[3])), 1e-12);
  EXPECT_NEAR(statistics::median({left.values().data(), data.work.size()}), 0.0, 0.01);
}

TEST(Residuals, RestOnTheRowsGivenOnly) {
  const measured data;
  residuals left(data.work, data.latency_s);
  left.rest_on(data.large());
  for (const Eigen::Index row : data.large()) EXPECT_NEAR(left.values()[row], 0.0, 0.05);
  EXPECT_EQ(left.values().size(), static_cast<Eigen::Index>(data.work.size()));
  EXPECT_GT(left.values()[0], 0.5);
}

}  // namespace
}  // namespace calib::fit
