#include "fit/fitted_table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "calib/op/gemm.hpp"

namespace calib::fit {
namespace {

double truth(const shape& dims) {
  const op::gemm<f32> g{dims[0], dims[1], dims[2]};
  return base_model{3e-6, 100e9, 20e9}(g.work()) * (1.0 + 0.2 * std::sin(std::log2(static_cast<double>(dims[0]))));
}

measurement_set scattered(std::size_t count) {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> log_size(0, 11);
  measurement_set set;
  set.operation = "gemm";
  set.dimensions = {"m", "n", "k"};
  for (std::size_t i = 0; i < count; ++i) {
    measured_shape one;
    for (int d = 0; d < 3; ++d) one.dims.push_back(static_cast<std::size_t>(std::exp2(log_size(random))));
    one.latency_s = truth(one.dims);
    set.shapes.push_back(one);
  }
  return set;
}

TEST(GridOver, KeepsEverySizeThatOccursWhileThereIsRoom) {
  const std::vector<shape> shapes{{1, 8}, {4, 8}, {2, 16}};
  const auto axes = grid_over({"m", "k"}, shapes, 100);
  EXPECT_EQ(axes[0].name, "m");
  EXPECT_EQ(axes[0].knots, (std::vector<std::uint64_t>{1, 2, 4}));
  EXPECT_EQ(axes[1].knots, (std::vector<std::uint64_t>{8, 16}));
}

TEST(GridOver, ThinsTheLongestAxisAndKeepsItsEnds) {
  std::vector<shape> shapes;
  for (std::size_t m = 1; m <= 1000; ++m) shapes.push_back({m, m % 2 + 1});
  const auto axes = grid_over({"m", "k"}, shapes, 60);
  EXPECT_LE(axes[0].knots.size() * axes[1].knots.size(), 60U);
  EXPECT_EQ(axes[0].knots.front(), 1U);
  EXPECT_EQ(axes[0].knots.back(), 1000U);
  EXPECT_EQ(axes[1].knots.size(), 2U);
}

TEST(FitTable, PredictsAndKnowsItsError) {
  const auto table = fit_table(scattered(600), {.max_points = 200, .seed = 1});
  EXPECT_EQ(table.quality.points, 200U);
  EXPECT_TRUE(table.fitted);
  EXPECT_EQ(table.error_method, "hold-out");
  EXPECT_EQ(table.error.count, 120U);
  EXPECT_LT(table.error.median, 0.05);
  EXPECT_GT(table.error.p95, table.error.median);
  for (const double latency : table.latency_s) EXPECT_GT(latency, 0);
}

TEST(FitTable, ValidatesASmallSetInFolds) {
  const auto table = fit_table(scattered(40), {.max_points = 1000, .seed = 1});
  EXPECT_EQ(table.error_method, "5-fold");
  EXPECT_EQ(table.error.count, 40U);
  EXPECT_EQ(table.quality.points, 40U);
}

TEST(FitTable, IsTheSameForTheSameSeed) {
  const measurement_set set = scattered(100);
  EXPECT_EQ(fit_table(set, {.max_points = 50, .seed = 3}).latency_s,
            fit_table(set, {.max_points = 50, .seed = 3}).latency_s);
}

}  // namespace
}  // namespace calib::fit
