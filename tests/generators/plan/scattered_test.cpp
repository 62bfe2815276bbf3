#include "plan/scattered.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace calib::plan {
namespace {

const grid products{{"m", {1, 32, 1024}}, {"n", {8, 64, 512}}, {"taps", {9, 25}}};

TEST(Scattered, HasTheCornersOfTheRange) {
  const auto shapes = scattered_shapes(products, 60, 1);
  for (const std::size_t m : {1U, 1024U}) {
    for (const std::size_t n : {8U, 512U}) {
      for (const std::size_t taps : {9U, 25U}) {
        EXPECT_NE(std::find(shapes.begin(), shapes.end(), shape{m, n, taps}), shapes.end());
      }
    }
  }
}

TEST(Scattered, StaysWithinTheRangeAndRepeatsNothing) {
  const auto shapes = scattered_shapes(products, 200, 1);
  EXPECT_EQ(std::set<shape>(shapes.begin(), shapes.end()).size(), shapes.size());
  EXPECT_GT(shapes.size(), 150U);
  EXPECT_LE(shapes.size(), 200U);
  for (const shape& one : shapes) {
    EXPECT_TRUE(one[0] >= 1 && one[0] <= 1024 && one[1] >= 8 && one[1] <= 512);
    EXPECT_TRUE(one[2] == 9 || one[2] == 25);
  }
}

TEST(Scattered, ShowsEachAxisAtManySizes) {
  std::set<std::size_t> rows;
  for (const shape& one : scattered_shapes(products, 200, 1)) rows.insert(one[0]);
  EXPECT_GT(rows.size(), 60U);
}

TEST(Scattered, FindsAffordableShapesInsteadOfOthers) {
  const auto shapes =
      scattered_shapes(products, 60, 1, [](std::span<const std::size_t> d) { return d[0] * d[1] < 9000; });
  EXPECT_GE(shapes.size(), 50U);
  for (const shape& one : shapes) EXPECT_LT(one[0] * one[1], 9000U);
}

TEST(Scattered, HasFirstLayersOfNetworks) {
  const grid windows{{"side", {7, 112}}, {"in_channels", {3, 512}}, {"out_channels", {16, 512}}};
  const auto shapes = scattered_shapes(windows, 200, 1);
  for (const shape& one : shapes) EXPECT_TRUE(one[1] == 3 || one[1] >= 8);
  const auto of_photographs = std::count_if(shapes.begin(), shapes.end(), [](const shape& one) { return one[1] == 3; });
  EXPECT_GT(of_photographs, 20);
  EXPECT_LT(of_photographs, 60);
}

// To learn from, not to be judged by.
TEST(FreshShapes, HoldMoreRowsThatAliasWhereAFitLearnsThem) {
  const grid large{{"m", {1, 3064}}, {"n", {1, 3064}}, {"k", {1, 3064}}};
  const auto aliasing = [&](draw how, std::size_t axis) {
    const auto shapes = fresh_shapes(large, 1000, 1, how);
    return std::count_if(shapes.begin(), shapes.end(), [&](const shape& one) { return one[axis] % 512 == 0; });
  };
  for (const std::size_t axis : {1U, 2U}) EXPECT_GT(aliasing(draw::learned, axis), 2 * aliasing(draw::network, axis));
  EXPECT_LT(aliasing(draw::learned, 0), 2 * aliasing(draw::network, 0));
}

TEST(Scattered, GivesWhatThereIsInASmallRange) {
  EXPECT_EQ(scattered_shapes({{"m", {3, 4}}, {"n", {5}}}, 50, 1), (std::vector<shape>{{3, 5}, {4, 5}}));
}

TEST(ScatteredPoints, AreMoreWhereMoreAxesVary) {
  const grid strided{{"planes", {8, 64}}, {"side", {7, 112}}, {"taps", {9, 25}}, {"stride", {1, 2}}};
  EXPECT_EQ(scattered_points(strided, effort::full), 256U);
  EXPECT_EQ(scattered_points({strided[0], strided[1]}, effort::full), 128U);
  EXPECT_EQ(scattered_points({strided[0], strided[1], {"batch", {1}}}, effort::full), 128U);
  EXPECT_EQ(scattered_points(strided, effort::quick), 48U);
}

TEST(Scattered, IsTheSameForTheSameSeedOnly) {
  EXPECT_EQ(scattered_shapes(products, 60, 1), scattered_shapes(products, 60, 1));
  EXPECT_NE(scattered_shapes(products, 60, 1), scattered_shapes(products, 60, 2));
}

TEST(SpreadShapes, LeaveNoLargeGapOnAnyAxis) {
  const grid wide{{"m", {1, 4096}}, {"n", {1, 4096}}};
  const auto spread = spread_shapes(wide, 256, 3);
  for (const std::size_t axis : {0U, 1U}) {
    for (std::size_t octave = 1; octave < 4096; octave *= 2) {
      const auto inside = std::count_if(spread.begin(), spread.end(), [&](const shape& one) {
        return one[axis] >= octave && one[axis] < 2 * octave;
      });
      EXPECT_GE(inside, octave < 4 ? 1 : 15) << "axis " << axis << " from " << octave;
    }
  }
}

}  // namespace
}  // namespace calib::plan
