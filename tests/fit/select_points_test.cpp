#include "fit/select_points.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace calib::fit {
namespace {

// A line of places where the function is flat but for a bump at the end.
struct bump {
  feature_matrix points = feature_matrix(200, 1);
  Eigen::VectorXd values = Eigen::VectorXd(200);
  covariance kernel{Eigen::VectorXd::Constant(1, -1.0), -1.0, -5.0, -6.0};

  bump() {
    for (Eigen::Index i = 0; i < 200; ++i) {
      const double x = static_cast<double>(i - 100) / 20.0;
      points(i, 0) = x;
      values[i] = 0.01 * std::sin(x) + (x > 3 ? std::sin(3 * (x - 3)) : 0.0);
    }
  }
  double error_with(const std::vector<std::size_t>& chosen) const {
    const gaussian_process process(kernel, points(chosen, Eigen::all), values(chosen));
    return (process.predict(points) - values).cwiseAbs().mean();
  }
};

TEST(SelectPoints, ChoosesDistinctRowsAndNoMoreThanThereAre) {
  const bump data;
  const auto chosen = select_points(data.kernel, data.points, data.values, 30, 1);
  EXPECT_EQ(std::set<std::size_t>(chosen.begin(), chosen.end()).size(), 30U);
  EXPECT_EQ(select_points(data.kernel, data.points, data.values, 1000, 1).size(), 200U);
}

TEST(SelectPoints, GoesWhereTheFunctionChanges) {
  const bump data;
  const auto chosen = select_points(data.kernel, data.points, data.values, 12, 1);
  EXPECT_GE(std::count_if(chosen.begin(), chosen.end(), [](std::size_t row) { return row > 150; }), 5);
}

TEST(SelectPoints, IsBetterThanAsManyEvenlySpacedRows) {
  const bump data;
  std::vector<std::size_t> even;
  for (std::size_t i = 0; i < 12; ++i) even.push_back(i * 199 / 11);
  EXPECT_LT(data.error_with(select_points(data.kernel, data.points, data.values, 12, 1)), 0.7 * data.error_with(even));
}

TEST(SelectPoints, DependsOnTheSeedOnly) {
  const bump data;
  EXPECT_EQ(select_points(data.kernel, data.points, data.values, 12, 5),
            select_points(data.kernel, data.points, data.values, 12, 5));
}

}  // namespace
}  // namespace calib::fit
