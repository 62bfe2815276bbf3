#include "fit/swap_points.hpp"

#include <gtest/gtest.h>

#include <set>

#include "bump.hpp"

namespace calib::fit {
namespace {

std::vector<Eigen::Index> evenly_spaced(Eigen::Index count) {
  std::vector<Eigen::Index> rows;
  for (Eigen::Index i = 0; i < count; ++i) rows.push_back(i * 199 / (count - 1));
  return rows;
}

// All rows of the data judge, so each swap may only help.
TEST(SwapPoints, DoesNotWorsenTheErrorOfTheChoice) {
  const bump data;
  for (const Eigen::Index count : {2, 5, 12, 40}) {
    std::vector<Eigen::Index> chosen = evenly_spaced(count);
    for (std::uint64_t pass = 0; pass < 3; ++pass) {
      const double before = data.error_with(chosen);
      chosen = swap_points(data.kernel, data.points, data.values, chosen, pass);
      EXPECT_LE(data.error_with(chosen), before + 1e-9);
    }
  }
}

TEST(SwapPoints, MovesPointsToWhereTheyAreNeeded) {
  const bump data;
  const auto even = evenly_spaced(12);
  EXPECT_LT(data.error_with(swap_points(data.kernel, data.points, data.values, even, 1)), 0.7 * data.error_with(even));
}

TEST(SwapPoints, KeepsRowsDistinct) {
  const bump data;
  const auto chosen = swap_points(data.kernel, data.points, data.values, evenly_spaced(40), 1);
  EXPECT_EQ(std::set<Eigen::Index>(chosen.begin(), chosen.end()).size(), 40U);
}

TEST(SwapPoints, LeavesASingleRowOfDataAlone) {
  const bump data;
  const std::vector<Eigen::Index> only{0};
  EXPECT_EQ(swap_points(data.kernel, data.points.topRows(1), data.values.head(1), only, 1), only);
}

}  // namespace
}  // namespace calib::fit
