#include "fit/disturbance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

#include "calib/op/gemm.hpp"
#include "fit/base.hpp"
#include "statistics/statistics.hpp"

namespace calib::fit {
namespace {

// Products, of which a share took longer as something else ran, some more than others; and how long they take alone.
struct measured_products {
  measurement_set set;
  std::vector<double> alone_s;

  measured_products(double share_disturbed, double slowdown) {
    set.operation = "gemm";
    set.dimensions = {"m", "n", "k"};
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> log_size(4, 9), anywhere(0, 1);
    std::normal_distribution<double> noise(0, 0.03), of_slowdown(0, 0.1);
    for (int i = 0; i < 120; ++i) {
      measured_shape one;
      for (int d = 0; d < 3; ++d) one.dims.push_back(static_cast<std::size_t>(std::exp2(log_size(random))));
      const auto work = op::gemm<f32>{one.dims[0], one.dims[1], one.dims[2]}.work();
      alone_s.push_back(base_model{1e-6, 100e9, 20e9}(work));
      one.disturbed = anywhere(random) < share_disturbed;
      one.latency_s = alone_s.back() * std::exp(noise(random));
      if (one.disturbed) one.latency_s *= slowdown * std::exp(of_slowdown(random));
      set.shapes.push_back(std::move(one));
    }
  }

  // Of the disturbed ones in the set, how many times as long as alone.
  double slowdown_in(const measurement_set& other) const {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < alone_s.size(); ++i) {
      if (other.shapes[i].disturbed) ratios.push_back(other.shapes[i].latency_s / alone_s[i]);
    }
    return statistics::median(ratios);
  }
};

TEST(WithoutDisturbance, TakesOffWhatDisturbedShapesHaveMore) {
  const measured_products some(0.8, 1.4);
  ASSERT_NEAR(some.slowdown_in(some.set), 1.4, 0.05);
  EXPECT_NEAR(some.slowdown_in(without_disturbance(some.set, 1)), 1.0, 0.06);
}

TEST(WithoutDisturbance, MakesNoneLonger) {
  const measured_products some(0.8, 0.8);
  const measurement_set without = without_disturbance(some.set, 1);
  for (std::size_t i = 0; i < some.alone_s.size(); ++i) {
    EXPECT_LE(without.shapes[i].latency_s, some.set.shapes[i].latency_s);
  }
}

TEST(WithoutDisturbance, LeavesUndisturbedShapesAsTheyAre) {
  const measured_products some(0.8, 1.4);
  const measurement_set without = without_disturbance(some.set, 1);
  for (std::size_t i = 0; i < some.alone_s.size(); ++i) {
    if (some.set.shapes[i].disturbed) continue;
    EXPECT_EQ(without.shapes[i].latency_s, some.set.shapes[i].latency_s);
  }
}

TEST(WithoutDisturbance, CannotTellWhereAllAreDisturbed) {
  const measured_products all(1.1, 1.4);
  const measurement_set without = without_disturbance(all.set, 1);
  for (std::size_t i = 0; i < all.alone_s.size(); ++i) {
    EXPECT_EQ(without.shapes[i].latency_s, all.set.shapes[i].latency_s);
  }
}

}  // namespace
}  // namespace calib::fit
