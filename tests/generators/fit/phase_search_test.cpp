#include "fit/phase_search.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <random>

#include "calib/op/gemm.hpp"
#include "fit/base.hpp"

namespace calib::fit {
namespace {

constexpr Eigen::Index all_rows = 1000;  // and more: no set here is as large

// Products whose sizes count as what `counted` makes of them, with some noise.
struct measured {
  std::vector<shape> shapes;
  std::vector<double> latency_s;

  measured(std::size_t count, std::size_t multiple, const std::function<shape(const shape&)>& counted) {
    std::mt19937_64 random(5);
    std::uniform_real_distribution<double> log_size(4, 9);
    std::normal_distribution<double> noise(0, 0.01);
    for (std::size_t i = 0; i < count; ++i) {
      shape one;
      for (int d = 0; d < 3; ++d) {
        one.push_back((static_cast<std::size_t>(std::exp2(log_size(random))) + multiple - 1) / multiple * multiple);
      }
      const shape effective = counted(one);
      const cost work = op::gemm<f32>{effective[0], effective[1], effective[2]}.work();
      latency_s.push_back(base_model{1e-6, 100e9, 20e9}(work)*std::exp(noise(random)));
      shapes.push_back(std::move(one));
    }
  }
  std::vector<axis_phase> phases() const { return find_phases("gemm", precision::f32, shapes, latency_s, all_rows, 1); }
};

std::size_t up_to_multiple(std::size_t size, std::size_t period) { return (size + period - 1) / period * period; }

TEST(FindPhases, FindsTilesOnTwoAxes) {
  const auto found = measured(300, 1, [](const shape& one) {
                       const std::size_t n = up_to_multiple(one[1], 64);
                       return shape{up_to_multiple(one[0], 16), (one[1] + n) / 2, one[2]};
                     }).phases();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].period, 16U);
  EXPECT_EQ(found[0].weight, 1.0);
  EXPECT_EQ(found[1].period, 64U);
  EXPECT_EQ(found[1].weight, 0.5);
  EXPECT_FALSE(found[2].any());
}

TEST(FindPhases, FindsNoneWhereSizesCountAsTheyAre) {
  const auto as_they_are = [](const shape& one) { return one; };
  for (const axis_phase& phase : measured(200, 1, as_they_are).phases()) EXPECT_FALSE(phase.any()) << phase.period;
}

TEST(FindPhases, LooksForNoneWhereEveryTileIsFilled) {
  // All sizes are multiples of 256: what they count as cannot be told from them.
  const auto twice = [](const shape& one) { return shape{2 * one[0], one[1], one[2]}; };
  for (const axis_phase& phase : measured(60, 256, twice).phases()) EXPECT_FALSE(phase.any());
}

TEST(FindPhases, StandsASingleShape) {
  EXPECT_FALSE(
      find_phases("gemm", precision::f32, std::vector<shape>{{3, 5, 7}}, std::vector<double>{1e-6}, all_rows, 1)[0]
          .any());
}

}  // namespace
}  // namespace calib::fit
