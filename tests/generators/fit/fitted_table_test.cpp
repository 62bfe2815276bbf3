#include "fit/fitted_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <random>
#include <utility>

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

TEST(FitTable, PredictsAndKnowsItsErrorAndEndsAtWhatWasMeasured) {
  const auto table = fit_table(scattered(600), {.max_points = 100, .seed = 1});
  EXPECT_EQ(table.points, 100U);
  EXPECT_LE(table.latency_s.size(), 4000U);
  EXPECT_EQ(table.error_method, "hold-out");
  EXPECT_EQ(table.error.count, 120U);
  EXPECT_LT(table.error.median, 0.05);
  EXPECT_GT(table.error.p95, table.error.median);
  for (const double latency : table.latency_s) EXPECT_GT(latency, 0);
  for (const auto& axis : table.axes) EXPECT_FALSE(axis.measured) << axis.name << " reaches beyond for nothing";
}

// Products of m rows with a few matrices, `factor` times as slow as a roofline says.
measurement_set products(const std::vector<std::size_t>& rows, double (*factor)(std::size_t m)) {
  measurement_set set;
  set.operation = "gemm";
  set.dimensions = {"m", "n", "k"};
  for (const std::size_t m : rows) {
    for (const auto& [n, k] : std::initializer_list<std::pair<std::size_t, std::size_t>>{
             {1024, 1024}, {4096, 1024}, {4096, 4096}, {11008, 4096}}) {
      const op::gemm<f32> one{m, n, k};
      set.shapes.push_back({{m, n, k}, factor(m) * base_model{2e-6, 100e9, 20e9}(one.work())});
    }
  }
  return set;
}

const std::vector<std::size_t> powers_and_between{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128};

void expect_every_step(const measurement_set& set) {
  const fitted_table table = fit_table(set, {.max_points = 1000, .seed = 1});
  EXPECT_EQ(table.misfits.shapes, set.shapes.size());
  EXPECT_EQ(table.misfits.count, 0U);
  const loaded_profile mapper = as_loaded(std::span(&table, 1));
  for (const measured_shape& one : set.shapes) {
    const double answer = mapper.estimate("gemm", precision::f32, one.dims).latency.count();
    EXPECT_NEAR(answer / one.latency_s, 1, 0.1) << "m = " << one.dims[0] << ", n = " << one.dims[1];
  }
}

TEST(FitTable, KeepsAStepBetweenSmallSizes) {
  expect_every_step(products(powers_and_between, [](std::size_t m) { return m == 1 ? 5.0 : 1.0; }));
  expect_every_step(products(powers_and_between, [](std::size_t m) { return m <= 4 ? 5.0 : 1.0; }));
  expect_every_step(products(powers_and_between, [](std::size_t m) { return m <= 8 ? 0.25 : 1.0; }));
}

TEST(FitTable, NamesMeasuredShapesThatItAnswersWrongly) {
  measurement_set set = products(powers_and_between, [](std::size_t) { return 1.0; });
  for (std::size_t i = 0; i < set.shapes.size(); i += 5) set.shapes[i].latency_s *= 3;  // alone among their neighbours
  const fitted_table table = fit_table(set, {.max_points = 8, .seed = 1});
  ASSERT_GE(table.misfits.count, 1U) << "eight points cannot tell of twelve";
  const auto& worst = table.misfits.worst.at(0);
  const auto row = std::ranges::find_if(set.shapes, [&](const measured_shape& one) {
    return std::ranges::equal(one.dims, worst.dims) && one.latency_s == worst.measured_s;
  });
  EXPECT_NE(row, set.shapes.end());
  const loaded_profile mapper = as_loaded(std::span(&table, 1));
  EXPECT_EQ(mapper.estimate("gemm", precision::f32, row->dims).latency.count(), worst.predicted_s);
  EXPECT_EQ(in_setting(table, "somelib_1t_warm").misfits, table.misfits);
}

TEST(FitTable, FindsTheTilesOfALibrary) {
  measurement_set set = scattered(500);
  for (measured_shape& one : set.shapes) {
    const std::size_t m = (one.dims[0] + 31) / 32 * 32;
    one.latency_s = truth({m, one.dims[1], one.dims[2]});
  }
  const auto table = fit_table(set, {.max_points = 200, .seed = 1});
  ASSERT_TRUE(table.axes[0].phase);
  EXPECT_EQ(table.axes[0].phase->period, 32U);
  EXPECT_EQ(table.axes[0].phase->weight, 1.0);
  EXPECT_EQ(table.axes[0].knots.back() % 32, 0U);
  EXPECT_FALSE(table.axes[1].phase);
  EXPECT_FALSE(table.axes[2].phase);
  EXPECT_LT(table.error.median, 0.02) << "30 % of a tile of 32 would be far off";
}

TEST(FitTable, TellsShapesApartThatALibraryDoes) {
  measurement_set set = scattered(500);
  for (measured_shape& one : set.shapes) {
    if (op::gemm<f32>{one.dims[0], one.dims[1], one.dims[2]}.work().arithmetic.value > 1e6) one.latency_s *= 1.5;
  }
  const auto table = fit_table(set, {.max_points = 200, .seed = 1});
  EXPECT_EQ(table.classes[0].rule, class_rule::flops_above);
  EXPECT_EQ(grid_count(table.classes), 2U);
  std::size_t points = 2;
  for (const auto& axis : table.axes) points *= axis.knots.size();
  EXPECT_EQ(table.latency_s.size(), points);
  EXPECT_LT(table.error.median, 0.02) << "a step of 50 % smeared over the shapes around it would be far off";
}

TEST(FitTable, NeedsOnlySomeOfTheShapes) {
  const auto table = fit_table(scattered(600), {.max_points = 60, .seed = 1});
  EXPECT_EQ(table.points, 60U);
  EXPECT_LT(table.error.median, 0.05);
}

TEST(FitTable, ValidatesASmallSetInFolds) {
  const auto table = fit_table(scattered(40), {.max_points = 1000, .seed = 1});
  EXPECT_EQ(table.error_method, "5-fold");
  EXPECT_EQ(table.error.count, 40U);
  EXPECT_EQ(table.points, 40U);
}

TEST(FitTable, ReachesBeyondFewMeasurementsWhereHeldUtilisationIsWorse) {
  // Utilisation grows with k: holding that of the edge is wrong by most of an octave's growth.
  measurement_set set = scattered(60);
  for (measured_shape& one : set.shapes) one.latency_s = 1e-6 * std::pow(static_cast<double>(one.dims[2] + 1), 0.3);
  const auto table = fit_table(set, {.max_points = 1000, .seed = 1});
  const auto& k = table.axes[2];
  ASSERT_TRUE(k.measured);
  std::uint64_t largest = 0;
  for (const measured_shape& one : set.shapes) largest = std::max(largest, std::uint64_t{one.dims[2]});
  EXPECT_EQ(k.measured->last, largest);
  EXPECT_GT(k.knots.back(), largest);
  for (const double latency : table.latency_s) EXPECT_GT(latency, 0);
}

TEST(FitTable, OfOneShapeGivesItBack) {
  const auto table = fit_table(scattered(1), {.max_points = 1000, .seed = 1});
  ASSERT_EQ(table.latency_s.size(), 1U);
  EXPECT_NEAR(table.latency_s[0] / scattered(1).shapes[0].latency_s, 1.0, 1e-3);
  EXPECT_EQ(table.error.count, 0U);
}

TEST(FitTable, IsTheSameForTheSameSeed) {
  const measurement_set set = scattered(100);
  EXPECT_EQ(fit_table(set, {.max_points = 50, .seed = 3}).latency_s,
            fit_table(set, {.max_points = 50, .seed = 3}).latency_s);
}

TEST(FitTables, MakesATableForEachFormThatOccurs) {
  measurement_set set;
  set.operation = "max_pool";
  for (const std::size_t side : {8U, 16U, 32U, 64U})
    set.shapes.push_back({{1, 3, side, side, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0}, 1e-9 * double(side * side)});
  const auto pools = fit_tables(set, {.max_points = 100, .seed = 1});
  ASSERT_EQ(pools.size(), 1U);
  EXPECT_EQ(pools[0].operation, "max_pool_square");
  ASSERT_EQ(pools[0].axes.size(), 4U);
  const profile_io::axis_data& side_of_output = pools[0].axes[1];
  EXPECT_EQ(side_of_output.measured ? side_of_output.measured->last : side_of_output.knots.back(), 32U);

  set.operation = "attention_decode";
  set.shapes.clear();
  for (const std::size_t kv_len : {15U, 63U, 255U}) {
    set.shapes.push_back({{1, kv_len, 32, 32, 64}, 1e-8 * double(kv_len)});
    set.shapes.push_back({{1, kv_len, 32, 8, 64}, 3e-9 * double(kv_len)});
    set.shapes.push_back({{2, kv_len, 32, 4, 64}, 3e-9 * double(kv_len)});
  }
  const auto tables = fit_tables(set, {.max_points = 100, .seed = 1});
  ASSERT_EQ(tables.size(), 2U);
  EXPECT_EQ(tables[0].operation, "attention_decode_multi_head");
  EXPECT_EQ(tables[1].operation, "attention_decode_grouped");
}

TEST(FittedTable, StandsInASettingWithAllThatTheFitKnows) {
  const fitted_table fitted = fit_table(scattered(40), {.max_points = 1000, .seed = 1});
  const auto table = in_setting(fitted, "cublas_1t_warm");
  EXPECT_EQ(table.operation, "gemm");
  EXPECT_EQ(table.precision, precision::f32);
  EXPECT_EQ(table.setting, "cublas_1t_warm");
  EXPECT_TRUE(table.fitted);
  EXPECT_EQ(table.axes.size(), 3U);
  EXPECT_EQ(table.latency_s, fitted.latency_s);
  EXPECT_EQ(table.quality.points, 40U);
  EXPECT_EQ(table.error.count, 40U);
  EXPECT_EQ(table.error.median, fitted.error.median);
  EXPECT_EQ(table.error_method, "5-fold");
}

TEST(FittedTable, AnswersAtItsKnotsOnceLoaded) {
  const fitted_table fitted = fit_table(scattered(40), {.max_points = 1000, .seed = 1});
  const loaded_profile mapper = as_loaded(std::span(&fitted, 1));
  shape smallest;
  for (const auto& axis : fitted.axes) smallest.push_back(axis.measured ? axis.measured->first : axis.knots.front());
  const estimate found = mapper.estimate("gemm", precision::f32, smallest);
  EXPECT_GT(found.latency.count(), 0);
  EXPECT_EQ(found.source, source::interpolated) << "no knot of a fitted table counts as measured";
}

TEST(SplitByForm, MergesShapesThatAreOneToTheForm) {
  measurement_set set;
  set.operation = "attention_decode";
  set.shapes = {{{1, 63, 32, 8, 64}, 1e-6}, {{2, 63, 16, 4, 64}, 3e-6}};
  const auto parts = split_by_form(set);
  ASSERT_EQ(parts.size(), 1U);
  ASSERT_EQ(parts[0].shapes.size(), 1U);
  EXPECT_EQ(parts[0].shapes[0].dims, (std::vector<std::size_t>{8, 4, 64, 64}));
  EXPECT_EQ(parts[0].shapes[0].rows, 2U);
  EXPECT_DOUBLE_EQ(parts[0].shapes[0].latency_s, 2e-6);
  EXPECT_DOUBLE_EQ(parts[0].noise, 0.5);
  ASSERT_EQ(parts[0].measured().size(), 2U) << "each is still judged by itself";
  EXPECT_EQ(parts[0].measured()[0].latency_s, 1e-6);
}

}  // namespace
}  // namespace calib::fit
