#include "plan/shapes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace calib::plan {
namespace {

const grid three_by_two{{"m", {1, 4, 16}}, {"n", {8, 32}}};

TEST(Shapes, ListTheLastAxisFastest) {
  const std::vector<shape> expected{{1, 8}, {1, 32}, {4, 8}, {4, 32}, {16, 8}, {16, 32}};
  EXPECT_EQ(shapes_of(three_by_two), expected);
}

TEST(Shapes, OfAGridWithoutAxesAreOneEmptyShape) { EXPECT_EQ(shapes_of({}), std::vector<shape>{{}}); }

TEST(Limited, EndsAnAxisWhereItIsTooDearEvenWithTheOthersAtTheirFirst) {
  const grid cut = limited(three_by_two, [](std::span<const std::size_t> d) { return d[0] * d[1] <= 64; });
  EXPECT_EQ(cut[0].knots, (std::vector<std::uint64_t>{1, 4}));
  EXPECT_EQ(cut[1].knots, three_by_two[1].knots);
}

TEST(Limited, LeavesAnAffordableGridAlone) {
  const grid same = limited(three_by_two, [](std::span<const std::size_t>) { return true; });
  EXPECT_EQ(same[0].knots, three_by_two[0].knots);
  EXPECT_EQ(same[1].knots, three_by_two[1].knots);
}

TEST(Limited, KeepsOneKnotOnEveryAxis) {
  const grid cut = limited(three_by_two, [](std::span<const std::size_t>) { return false; });
  EXPECT_EQ(cut[0].knots.size(), 1U);
  EXPECT_EQ(cut[1].knots.size(), 1U);
}

TEST(HoldOut, LiesWithinTheGridAndOffItsKnots) {
  const grid wide{{"m", {1, 64, 4096}}, {"k", {16, 1024}}};
  const auto grid_shapes = shapes_of(wide);
  const auto drawn = fresh_shapes(wide, 50, 7);
  EXPECT_EQ(drawn.size(), 50U);
  for (const shape& one : drawn) {
    EXPECT_GE(one[0], 1U);
    EXPECT_LE(one[0], 4096U);
    EXPECT_GE(one[1], 16U);
    EXPECT_LE(one[1], 1024U);
    EXPECT_EQ(std::find(grid_shapes.begin(), grid_shapes.end(), one), grid_shapes.end());
  }
}

TEST(HoldOut, HasWholeImagesAndNoOddGroupsOfChannels) {
  const grid grouped{{"pixels", {1, 12'544}}, {"group_in", {4, 64}}, {"group_out", {4, 64}}, {"taps", {1, 9}}};
  for (const shape& one : fresh_shapes(grouped, 100, 3)) {
    const auto side = static_cast<std::size_t>(std::lround(std::sqrt(one[0])));
    EXPECT_EQ(side * side, one[0]);
    EXPECT_EQ(one[1] % 4, 0U);
    EXPECT_EQ(one[2] % 4, 0U);
    EXPECT_TRUE(one[3] == 1 || one[3] == 9);
  }
}

TEST(HoldOut, HasBytesOfWholeVectorsAndImages) {
  const grid bytes{{"bytes", {384, 3'000'000}}};
  const auto fresh = fresh_shapes(bytes, 20, 1);
  ASSERT_EQ(fresh.size(), 20U);
  for (const shape& one : fresh) EXPECT_EQ(one[0] % 3072, 0U) << one[0];
}

TEST(HoldOut, IsTheSameForTheSameSeedOnly) {
  const grid wide{{"m", {1, 4096}}, {"k", {16, 1024}}};
  EXPECT_EQ(fresh_shapes(wide, 10, 1), fresh_shapes(wide, 10, 1));
  EXPECT_NE(fresh_shapes(wide, 10, 1), fresh_shapes(wide, 10, 2));
}

TEST(HoldOut, GivesFewerWhenTheGridHasNoRoom) {
  EXPECT_TRUE(fresh_shapes({{"m", {3, 4}}}, 5, 1).empty());
  EXPECT_EQ(fresh_shapes({{"m", {3, 5}}}, 5, 1), (std::vector<shape>{{4}}));
  EXPECT_TRUE(fresh_shapes({}, 5, 1).empty());
}

TEST(CompletePart, IsTheWholeGridWhenNothingIsMissing) {
  const complete_part part = largest_complete_part(three_by_two, std::vector<bool>(6, true));
  EXPECT_EQ(part.axes[0].knots, three_by_two[0].knots);
  EXPECT_EQ(part.kept, (std::vector<std::size_t>{0, 1, 2, 3, 4, 5}));
}

TEST(CompletePart, DropsTheKnotThatLacksMost) {
  // m = 16 was not measured at all, the rest was.
  const complete_part part = largest_complete_part(three_by_two, {true, true, true, true, false, false});
  EXPECT_EQ(part.axes[0].knots, (std::vector<std::uint64_t>{1, 4}));
  EXPECT_EQ(part.axes[1].knots, three_by_two[1].knots);
  EXPECT_EQ(part.kept, (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(CompletePart, HasNoPointWhereNothingWasMeasured) {
  EXPECT_TRUE(largest_complete_part(three_by_two, std::vector<bool>(6, false)).kept.empty());
}

TEST(CompletePart, OfAGridWithoutAxesIsItsPointWhereThatWasMeasured) {
  EXPECT_EQ(largest_complete_part({}, {true}).kept, std::vector<std::size_t>{0});
  EXPECT_TRUE(largest_complete_part({}, {false}).kept.empty());
}

TEST(CompletePart, NeverKeepsAMissingPoint) {
  for (unsigned mask = 0; mask < 64; ++mask) {
    std::vector<bool> have;
    for (unsigned i = 0; i < 6; ++i) have.push_back((mask >> i & 1U) != 0);
    for (const std::size_t i : largest_complete_part(three_by_two, have).kept) EXPECT_TRUE(have[i]) << mask;
  }
}

}  // namespace
}  // namespace calib::plan
