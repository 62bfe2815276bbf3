#include "fit/latency_model.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <span>

#include "calib/op/gemm.hpp"

namespace calib::fit {
namespace {

/// FLOP/s that grow with every dimension, so that a trend leads beyond all of them.
double growing_rate(const shape& dims) {
  double rate = 1e9;
  for (const std::size_t d : dims) rate *= static_cast<double>(d);
  return rate;
}

double flops_of(const shape& dims) { return 2.0 * static_cast<double>(dims[0] * dims[1] * dims[2]); }

TEST(LatencyModel, IsNowhereFasterThanAnythingMeasured) {
  std::vector<shape> shapes;
  std::vector<double> latency_s;
  double fastest = 0;
  for (const std::size_t m : {8U, 16U, 64U, 128U}) {
    for (const std::size_t n : {8U, 32U, 128U}) {
      for (const std::size_t k : {16U, 64U, 128U}) {
        shapes.push_back({m, n, k});
        latency_s.push_back(flops_of(shapes.back()) / growing_rate(shapes.back()));
        fastest = std::max(fastest, growing_rate(shapes.back()));
      }
    }
  }
  const latency_model model("gemm", precision::f32, shapes, latency_s, {.max_points = 1000, .seed = 1});
  const std::vector<shape> far{{65536, 65536, 65536}};
  EXPECT_LT(flops_of(far[0]) / model.predict(far)[0], 3 * fastest);
}

/// FLOP/s that fall where the operands outgrow a cache, whichever of them does.
TEST(LatencyModel, SeesTheWorkWhereThatPredictsBetter) {
  const auto latency_of = [](const shape& dims) {
    const double bytes = 4.0 * static_cast<double>(dims[0] * dims[2] + dims[1] * dims[2] + dims[0] * dims[1]);
    return flops_of(dims) / (bytes < 1e6 ? 1e11 : 4e10);
  };
  std::mt19937_64 random(1);
  const auto draw = [&random] {
    const auto size = [&random] { return std::size_t{8} << random() % 7 | random() % 8; };
    return shape{size(), size(), size()};
  };
  std::vector<shape> shapes;
  std::vector<double> latency_s;
  for (int i = 0; i < 80; ++i) {
    shapes.push_back(draw());
    latency_s.push_back(latency_of(shapes.back()));
  }
  const latency_model model("gemm", precision::f32, shapes, latency_s, {.max_points = 1000, .seed = 1});
  double error = 0;
  for (int i = 0; i < 100; ++i) {
    const shape one = draw();
    error += std::abs(model.predict(std::span(&one, 1))[0] / latency_of(one) - 1);
  }
  EXPECT_LT(error / 100, 0.05);
}

/// One call in twenty was disturbed and took twice as long.
TEST(LatencyModel, DoesNotDrawNeighboursToAnOutlier) {
  const base_model truth{3e-6, 100e9, 20e9};
  std::mt19937_64 random(4);
  std::vector<shape> shapes;
  std::vector<double> latency_s, disturbed;
  for (int i = 0; i < 80; ++i) {
    const auto size = [&random] { return std::size_t{8} << random() % 7 | random() % 8; };
    shapes.push_back({size(), size(), size()});
    const op::gemm<f32> g{shapes.back()[0], shapes.back()[1], shapes.back()[2]};
    latency_s.push_back(truth(g.work()) * (i % 2 == 0 ? 1.01 : 0.99));
    disturbed.push_back(latency_s.back() * (i % 20 == 0 ? 2 : 1));
  }
  const latency_model model("gemm", precision::f32, shapes, disturbed, {.max_points = 1000, .seed = 1});
  const std::vector<double> predicted = model.predict(shapes);
  for (std::size_t i = 0; i < shapes.size(); ++i) EXPECT_NEAR(predicted[i] / latency_s[i], 1.0, 0.1) << i;
}

/// More points than are swapped, of more shapes.
TEST(LatencyModel, RestsOnLargeChoicesToo) {
  std::vector<shape> shapes;
  std::vector<double> latency_s;
  for (std::size_t i = 0; i < 600; ++i) {
    shapes.push_back({8 + 3 * (i % 37), 16 + 5 * (i % 53), 32 + 7 * (i % 71)});
    latency_s.push_back(1e-6 + flops_of(shapes.back()) / 1e11);
  }
  const latency_model model("gemm", precision::f32, shapes, latency_s, {.max_points = 510, .seed = 1});
  EXPECT_EQ(model.points(), 510U);
  const std::vector<shape> between{{50, 100, 200}};
  EXPECT_NEAR(model.predict(between)[0], 1e-6 + flops_of(between[0]) / 1e11, 0.05 * 2.1e-5);
}

}  // namespace
}  // namespace calib::fit
