#include "fit/select_points.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "bump.hpp"

namespace calib::fit {
namespace {

TEST(SelectPoints, ChoosesDistinctRowsAndNoMoreThanThereAre) {
  const bump data;
  const auto chosen = select_points(data.kernel, data.points, data.values, 30, 1);
  EXPECT_EQ(std::set<Eigen::Index>(chosen.begin(), chosen.end()).size(), 30U);
  EXPECT_EQ(select_points(data.kernel, data.points, data.values, 1000, 1).size(), 200U);
}

TEST(SelectPoints, GoesWhereTheFunctionChanges) {
  const bump data;
  const auto chosen = select_points(data.kernel, data.points, data.values, 12, 1);
  EXPECT_GE(std::count_if(chosen.begin(), chosen.end(), [](Eigen::Index row) { return row > 150; }), 5);
}

TEST(SelectPoints, IsBetterThanAsManyEvenlySpacedRows) {
  const bump data;
  std::vector<Eigen::Index> even;
  for (Eigen::Index i = 0; i < 12; ++i) even.push_back(i * 199 / 11);
  EXPECT_LT(data.error_with(select_points(data.kernel, data.points, data.values, 12, 1)), 0.7 * data.error_with(even));
}

TEST(SelectPoints, DependsOnTheSeedOnly) {
  const bump data;
  EXPECT_EQ(select_points(data.kernel, data.points, data.values, 12, 5),
            select_points(data.kernel, data.points, data.values, 12, 5));
}

}  // namespace
}  // namespace calib::fit
