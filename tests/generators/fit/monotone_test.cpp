#include "fit/monotone.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <span>
#include <utility>
#include <vector>

#include "calib/op/gemm.hpp"
#include "fit/falls.hpp"
#include "fit/fitted_table.hpp"

namespace calib::fit {
namespace {

using places = std::span<const plan::shape>;

std::vector<bool> none_known(places from, places) { return std::vector<bool>(from.size(), false); }

sampled_grid line(const std::vector<double>& values) {
  sampled_grid grid{{{"m", {}}}, values};
  for (std::size_t i = 0; i < values.size(); ++i) grid.axes[0].knots.push_back(i + 1);
  return grid;
}

void expect_values(const sampled_grid& grid, const std::vector<double>& expected) {
  ASSERT_EQ(grid.values.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(grid.values[i], expected[i], 1e-9) << i;
}

TEST(PoolFalls, MakesNeighboursEqualAtTheMeanOfTheirLogarithms) {
  sampled_grid grid = line({1, 8, 2, 5});
  pool_falls(grid, 0, std::vector<double>(4, 1.0), none_known);
  expect_values(grid, {1, 4, 4, 5});
  grid = line({4, 2, 1});
  pool_falls(grid, 0, std::vector<double>(3, 1.0), none_known);
  expect_values(grid, {2, 2, 2});
}

TEST(PoolFalls, MovesWhatIsKnownLeast) {
  sampled_grid grid = line({8, 1});
  pool_falls(grid, 0, std::vector{2.0, 1.0}, none_known);
  expect_values(grid, {2, 2});
}

TEST(PoolFalls, AsksForPeaksAndTroughsAndKeepsFallsThatAreKnown) {
  sampled_grid grid = line({1, 9, 6, 3, 4, 2, 5});
  std::vector<plan::shape> peaks, troughs;
  pool_falls(grid, 0, std::vector<double>(7, 1.0), [&](places from, places to) {
    peaks.assign(from.begin(), from.end());
    troughs.assign(to.begin(), to.end());
    return std::vector<bool>{true, false};
  });
  EXPECT_EQ(peaks, (std::vector<plan::shape>{{2}, {5}}));
  EXPECT_EQ(troughs, (std::vector<plan::shape>{{4}, {6}}));
  const double equal = std::cbrt(3 * 4 * 2.0);
  expect_values(grid, {1, 9, 6, equal, equal, equal, 5});
}

TEST(PoolFalls, LeavesNoneAlongAnyAxisButThoseBeforeTheFirst) {
  sampled_grid grid{{{"class", {0, 1}}, {"m", {1, 2, 4}}, {"n", {1, 2, 4, 8}}}, {}};
  std::mt19937_64 random(3);
  std::uniform_real_distribution<double> value(1, 2);
  for (std::size_t i = 0; i < plan::points_of(grid.axes); ++i) grid.values.push_back(i < 12 ? 10 : value(random));
  pool_falls(grid, 1, std::vector<double>(24, 1.0), none_known);
  for (std::size_t i = 0; i < 12; ++i) EXPECT_NEAR(grid.values[i], 10, 1e-9) << "nothing falls within this class";
  for (std::size_t m = 0; m < 3; ++m) {
    for (std::size_t n = 0; n < 4; ++n) {
      const std::size_t at = 12 + 4 * m + n;
      if (n < 3) {
        EXPECT_LT(grid.values[at], 1.0001 * grid.values[at + 1]);
      }
      if (m < 2) {
        EXPECT_LT(grid.values[at], 1.0001 * grid.values[at + 4]);
      }
    }
  }
}

measurement_set no_products() {
  measurement_set set;
  set.operation = "gemm";
  set.dimensions = {"m", "n", "k"};
  return set;
}

double answer(const loaded_profile& mapper, const shape& dims) {
  return mapper.estimate("gemm", precision::f32, dims).latency.count();
}

// A roofline with noise that makes neighbours fall.
TEST(MonotoneFit, DoesNotFallWhereOnlyNoiseDoes) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> log_size(4, 11);
  std::normal_distribution<double> noise(0, 0.2);
  measurement_set set = no_products();
  std::vector<shape> shapes;
  std::vector<double> latency_s;
  for (int i = 0; i < 150; ++i) {
    shape& dims = shapes.emplace_back();
    for (int d = 0; d < 3; ++d) dims.push_back(static_cast<std::size_t>(std::exp2(log_size(random))));
    const cost work = op::gemm<f32>{dims[0], dims[1], dims[2]}.work();
    latency_s.push_back(base_model{2e-5, 1e12, 1e11}(work)*std::exp(noise(random)));
    set.shapes.push_back({dims, latency_s.back()});
  }
  const latency_model model("gemm", precision::f32, shapes, latency_s, {});
  std::size_t falls_of_model = 0;
  for (const shape& dims : shapes) {
    const auto [small, large] = std::pair(dims, shape{dims[0], dims[1], std::min<std::size_t>(2 * dims[2], 2048)});
    const std::vector<double> asked = model.predict(std::vector{small, large});
    falls_of_model += asked[1] < 0.99 * asked[0] ? 1 : 0;
  }
  EXPECT_GT(falls_of_model, 0U) << "the noise is too little to show what is taken out";

  const fitted_table table = fit_table(set, {}, error_of_table::unknown);
  EXPECT_EQ(count_falls(as_loaded(std::span(&table, 1)), in_setting(table, "fitted")).count, 0U);
}

// Some numbers of rows, which no class has in common, take three times as long: every pair of rows says so.
TEST(MonotoneFit, KeepsAFallThatRowsRepeat) {
  measurement_set set = no_products();
  const auto measured = [](const shape& dims) {
    const cost work = op::gemm<f32>{dims[0], dims[1], dims[2]}.work();
    const bool slow = dims[0] == 192 || dims[0] == 512 || dims[0] == 1088;
    return base_model{2e-6, 1e12, 1e11}(work) * (slow ? 3.0 : 1.0);
  };
  for (const std::size_t m : {64U, 128U, 192U, 256U, 448U, 512U, 640U, 1088U, 1280U}) {
    for (const std::size_t n : {256U, 512U, 1024U, 2048U}) {
      for (const std::size_t k : {256U, 1024U, 4096U}) set.shapes.push_back({{m, n, k}, measured({m, n, k})});
    }
  }
  const fitted_table table = fit_table(set, {}, error_of_table::unknown);
  const loaded_profile mapper = as_loaded(std::span(&table, 1));
  for (const std::size_t n : {256U, 1024U, 2048U}) {
    EXPECT_LT(answer(mapper, {256, n, 1024}), 0.6 * answer(mapper, {192, n, 1024})) << n;
    EXPECT_LT(answer(mapper, {640, n, 1024}), 0.6 * answer(mapper, {512, n, 1024})) << n;
  }
  EXPECT_GT(count_falls(mapper, in_setting(table, "fitted")).count, 0U);
}

}  // namespace
}  // namespace calib::fit
