#include "report/point_series.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "small_profile.hpp"

namespace calib::report {
namespace {

TEST(PointSeries, EveryTableWithDimensionsHasOne) {
  const source_profile from = small_source();
  const std::vector<point_series> series = series_of(from, 0, 5);
  ASSERT_EQ(series.size(), 4U);  // a smallest call has no size
  for (std::size_t i = 0; i < series.size(); ++i) EXPECT_EQ(series[i].number, 5 + i);
}

TEST(PointSeries, MeasurementsAreShownWhereTheyAreTold) {
  const source_profile from = small_source();
  const point_series gemm = series_of(from, 0, 0)[0];
  EXPECT_EQ(gemm.of, origin::measured);
  ASSERT_EQ(gemm.points.size(), 3U);
  EXPECT_EQ(gemm.points[0].dims, (std::vector<std::size_t>{64, 64, 64}));  // by size, whatever the file's order
  EXPECT_EQ(gemm.points[2].dims, (std::vector<std::size_t>{256, 256, 256}));
  EXPECT_EQ(gemm.points[2].latency_s, 5e-4);
  const double flops = 2.0 * 256 * 256 * 256;
  EXPECT_DOUBLE_EQ(gemm.points[2].flops_per_s(), flops / 5e-4);
  EXPECT_DOUBLE_EQ(gemm.points[2].share, flops / 1e11 / 5e-4);
  EXPECT_EQ(gemm.points[2].limiter, bound::compute);
}

TEST(PointSeries, KnotsStandForMeasurementsThatAreNotTold) {
  const source_profile from = small_source();
  const std::vector<point_series> series = series_of(from, 0, 0);
  EXPECT_EQ(series[1].of, origin::fitted);
  EXPECT_EQ(series[1].points.size(), 8U);
  EXPECT_EQ(series[1].points.front().share, 0);  // the setting has no peaks
  EXPECT_EQ(series[1].points.front().limiter, bound::unknown);
  EXPECT_EQ(series[2].of, origin::knots);
  ASSERT_EQ(series[2].points.size(), 4U);
  EXPECT_DOUBLE_EQ(series[2].points[1].latency_s, 2.4e-7);
  EXPECT_DOUBLE_EQ(series[2].points[1].bytes_per_s(), 1e11);
}

TEST(PointSeries, KnotsOfAFittedTableAreThinnedEvenly) {
  source_profile from = small_source();
  profile_io::table_data& table = from.data.tables[1];
  for (auto& axis : table.axes) {
    axis.knots.clear();
    for (std::uint64_t size = 1; size <= 10; ++size) axis.knots.push_back(16 * size);
  }
  table.latency_s.assign(1000, 1e-4);
  from.ready = as_loaded(from.data);
  const point_series thinned = series_of(from, 0, 0)[1];
  EXPECT_EQ(thinned.points.size() + thinned.left_out, 1000U);
  EXPECT_EQ(thinned.points.size(), 400U);
  EXPECT_EQ(thinned.points.front().dims, (std::vector<std::size_t>{16, 16, 16}));
  EXPECT_GT(thinned.points.back().dims[0], 140U);
}

TEST(PointSeries, TheLineIsWhatTheTableAnswers) {
  const source_profile from = small_source();
  const point_series gemm = series_of(from, 0, 0)[0];
  ASSERT_GT(gemm.line.size(), 10U);
  EXPECT_EQ(gemm.line.front().dims, (std::vector<std::size_t>{64, 64, 64}));
  EXPECT_EQ(gemm.line.back().dims, (std::vector<std::size_t>{256, 256, 256}));
  EXPECT_DOUBLE_EQ(gemm.line.front().latency_s, 1e-5);
  EXPECT_DOUBLE_EQ(gemm.line.back().latency_s, 6.4e-4);
  const auto shorter = [](const point& a, const point& b) { return a.latency_s < b.latency_s; };
  EXPECT_TRUE(std::is_sorted(gemm.line.begin(), gemm.line.end(), shorter));
}

TEST(PointSeries, SizeIsTheDimensionWhereThereIsOne) {
  const source_profile from = small_source();
  const std::vector<point_series> series = series_of(from, 0, 0);
  EXPECT_EQ(size_of(series[2], series[2].points[0]), 8192);
  EXPECT_EQ(size_of(series[0], series[0].points[0]), 2.0 * 64 * 64 * 64);
}

}  // namespace
}  // namespace calib::report
