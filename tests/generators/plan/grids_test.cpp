#include "plan/grids.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "calib/op/list.hpp"

namespace calib::plan {
namespace {

TEST(Grids, HaveTheOperationsDimensionsInTheirOrder) {
  std::size_t planned = 0;
  for_each_operation<f32>([&]<Operation Op>() {
    const auto axes = grid_for(Op::name, "any", effort::full);
    ASSERT_TRUE(axes) << Op::name << " has no plan";
    ++planned;
    ASSERT_EQ(axes->size(), rank<Op>) << Op::name;
    for (std::size_t i = 0; i < axes->size(); ++i) EXPECT_EQ((*axes)[i].name, Op::dimensions[i]);
  });
  EXPECT_GE(planned, 31U);
}

TEST(Grids, HaveKnotsThatIncreaseStrictlyFromAtLeastOne) {
  for (const effort amount : {effort::quick, effort::full}) {
    for_each_operation<f32>([&]<Operation Op>() {
      for (const auto backend : {"any", "own_naive"}) {
        const auto axes = grid_for(Op::name, backend, amount);
        if (!axes) continue;
        for (const auto& axis : *axes) {
          EXPECT_GE(axis.knots.front(), 1U) << Op::name;
          EXPECT_EQ(std::adjacent_find(axis.knots.begin(), axis.knots.end(), std::greater_equal<>{}), axis.knots.end())
              << Op::name << ' ' << axis.name;
        }
      }
    });
  }
}

TEST(Grids, ReachFurtherInFullThanInQuick) {
  const auto quick = grid_for("gemm", "openblas", effort::quick), full = grid_for("gemm", "openblas", effort::full);
  EXPECT_GT((*full)[0].knots.size(), (*quick)[0].knots.size());
  EXPECT_GT((*full)[0].knots.back(), (*quick)[0].knots.back());
}

TEST(Grids, AreQuickerInQuickForEveryOperation) {
  for_each_operation<f32>([]<Operation Op>() {
    const auto points = [](effort amount) {
      const auto axes = grid_for(Op::name, "any", amount);
      std::size_t count = 1;
      for (const auto& axis : axes.value()) count *= axis.knots.size();
      return count;
    };
    if (rank<Op> == 0) {
      EXPECT_EQ(points(effort::full), 1U) << Op::name;
    } else {
      EXPECT_LT(points(effort::quick), points(effort::full)) << Op::name;
    }
  });
}

TEST(Grids, KeepMatrixRowsOffTheLatticeThatAliasesInCaches) {
  const auto full = grid_for("gemm", "openblas", effort::full);
  for (const std::uint64_t size : full.value()[1].knots) {
    EXPECT_TRUE(size < 512 || size * 4 % 2048 != 0) << size;
  }
}

TEST(Grids, AreSmallerForTheNaiveImplementation) {
  EXPECT_LT(grid_for("gemm", "own_naive", effort::full)->front().knots.back(),
            grid_for("gemm", "openblas", effort::full)->front().knots.back());
}

TEST(Grids, AreNoneForAnUnknownOperation) { EXPECT_FALSE(grid_for("matmul", "openblas", effort::quick)); }

}  // namespace
}  // namespace calib::plan
