#include "fit/knots.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>

namespace calib::fit {
namespace {

plan::grid two_axes() {
  plan::grid axes{{"m", {}}, {"k", {}}};
  for (std::uint64_t m = 1; m <= 20; ++m) axes[0].knots.push_back(m * m);
  for (std::uint64_t k = 8; k <= 1024; k *= 2) axes[1].knots.push_back(k);
  return axes;
}

sampled_grid sampled(const plan::grid& axes, const std::function<double(const shape&)>& function) {
  sampled_grid grid{.axes = axes, .values = {}};
  for (const shape& one : plan::shapes_of(axes)) grid.values.push_back(function(one));
  return grid;
}

// Linear in each of two sizes between knots.
double interpolated(const sampled_grid& grid, const shape& at) {
  std::size_t below[2];
  double part[2];
  for (std::size_t a = 0; a < 2; ++a) {
    const auto& knots = grid.axes[a].knots;
    const auto above = std::clamp<std::ptrdiff_t>(std::upper_bound(knots.begin(), knots.end(), at[a]) - knots.begin(),
                                                  1, std::ssize(knots) - 1);
    below[a] = static_cast<std::size_t>(above - 1);
    const auto low = static_cast<double>(knots[below[a]]), high = static_cast<double>(knots[below[a] + 1]);
    part[a] = (static_cast<double>(at[a]) - low) / (high - low);
  }
  double sum = 0;
  for (const std::size_t i : {0U, 1U}) {
    for (const std::size_t j : {0U, 1U}) {
      const double weight = (i == 1 ? part[0] : 1 - part[0]) * (j == 1 ? part[1] : 1 - part[1]);
      sum += weight * grid.values[(below[0] + i) * grid.axes[1].knots.size() + below[1] + j];
    }
  }
  return sum;
}

double worst_loss(const sampled_grid& full, const sampled_grid& left) {
  const auto shapes = plan::shapes_of(full.axes);
  double worst = 0;
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    worst = std::max(worst, std::abs(interpolated(left, shapes[i]) / full.values[i] - 1));
  }
  return worst;
}

double multilinear(const shape& at) {
  const auto m = static_cast<double>(at[0]), k = static_cast<double>(at[1]);
  return 1.0 + 0.5 * m + 0.25 * k + 0.01 * m * k;
}

TEST(CandidateKnots, AreAllSmallSizesThatOccurAndFewLargeOnes) {
  std::vector<shape> shapes;
  for (std::size_t m = 1; m <= 400; ++m) shapes.push_back({m, 64});
  for (const std::size_t grids : {1U, 4U, 100000U}) {
    const plan::grid axes = candidate_knots({"m", "k"}, shapes, std::vector<axis_phase>(2), grids);
    for (std::size_t m = 1; m <= 16; ++m) EXPECT_EQ(axes[0].knots.at(m - 1), m);
    EXPECT_EQ(axes[0].knots.back(), 400U);
    EXPECT_LT(axes[0].knots.size(), 90U);
  }
}

TEST(Thinned, ComparesAxesByWhatTheyHoldWhereSomeKnotsAreIndispensable) {
  // One knot of twenty stands out by a half. Every second of eight does by two fifths, which is more in all.
  const sampled_grid full = sampled(two_axes(), [](const shape& at) {
    return (at[0] == 100 ? 1.5 : 1.0) * (std::countr_zero(at[1]) % 2 == 0 ? 1.4 : 1.0);
  });
  EXPECT_LT(thinned(full, 4, 39).axes[1].knots.size(), 8U);
  const std::vector<std::set<std::uint64_t>> indispensable{{400}, {}};
  EXPECT_EQ(thinned(full, 4, 39, indispensable).axes[1].knots.size(), 8U);
}

TEST(Thinned, KeepsIndispensableKnots) {
  const sampled_grid full = sampled(two_axes(), multilinear);
  const std::vector<std::set<std::uint64_t>> indispensable{{4, 9}, {}};
  EXPECT_EQ(thinned(full, 4, 4).axes[0].knots, (std::vector<std::uint64_t>{1, 400}));
  EXPECT_EQ(thinned(full, 4, 4, indispensable).axes[0].knots, (std::vector<std::uint64_t>{1, 4, 9, 400}));
}

TEST(CandidateKnots, AreTheSizesThatOccur) {
  const std::vector<shape> shapes{{1, 8}, {4, 8}, {2, 16}};
  const auto axes = candidate_knots({"m", "k"}, shapes, std::vector<axis_phase>(2));
  EXPECT_EQ(axes[0].name, "m");
  EXPECT_EQ(axes[0].knots, (std::vector<std::uint64_t>{1, 2, 4}));
  EXPECT_EQ(axes[1].knots, (std::vector<std::uint64_t>{8, 16}));
}

TEST(CandidateKnots, AreSpacedEvenlyOnALogarithmicScaleWhereManyOccur) {
  std::vector<shape> shapes;
  for (std::size_t m = 3; m <= 3000; ++m) shapes.push_back({m, m % 2 + 1});
  const auto axes = candidate_knots({"m", "k"}, shapes, std::vector<axis_phase>(2));
  EXPECT_EQ(axes[0].knots.front(), 3U);
  EXPECT_EQ(axes[0].knots.back(), 3000U);
  EXPECT_LE(axes[0].knots.size(), 82U);  // 8 for each of ten octaves
  EXPECT_TRUE(std::is_sorted(axes[0].knots.begin(), axes[0].knots.end(), std::less_equal<>()));
  EXPECT_EQ(axes[1].knots.size(), 2U);
}

TEST(CandidateKnots, SpareZeroItsLogarithm) {
  std::vector<shape> shapes;
  for (std::size_t pad = 0; pad <= 200; ++pad) shapes.push_back({pad});
  const auto axes = candidate_knots({"pad"}, shapes, std::vector<axis_phase>(1));
  EXPECT_EQ(axes[0].knots[0], 0U);
  EXPECT_EQ(axes[0].knots[1], 1U);
  EXPECT_EQ(axes[0].knots.back(), 200U);
}

TEST(CandidateKnots, AreHalvedUntilTheGridCanBeSampled) {
  std::vector<shape> shapes;
  for (std::size_t i = 1; i <= 80; ++i) shapes.push_back({i, i, i, i});
  std::size_t points = 1;
  for (const auto& axis : candidate_knots({"a", "b", "c", "d"}, shapes, std::vector<axis_phase>(4))) {
    points *= axis.knots.size();
    EXPECT_EQ(axis.knots.front(), 1U);
    EXPECT_EQ(axis.knots.back(), 80U);
  }
  EXPECT_LE(points, 150'000U);
  EXPECT_GT(points, 10'000U);
}

TEST(CandidateKnots, AreWhatSizesCountAsOnAnAxisWithAPhase) {
  const std::vector<shape> shapes{{3, 20}, {8, 40}, {17, 70}};
  const axis_phase tiles{.period = 8, .weight = 0.5};
  const auto axes = candidate_knots({"m", "k"}, shapes, std::vector{tiles, tiles});
  // 1, 3, 8 and 17 count as 4.5, 5.5, 8 and 20.5, and 17 is in the tile that ends at 24.
  EXPECT_EQ(axes[0].knots, (std::vector<std::uint64_t>{4, 5, 8, 20, 24}));
  // 20 and 70 count as 22 and 71; 16 and 72 fill their tiles.
  EXPECT_EQ(axes[1].knots, (std::vector<std::uint64_t>{16, 22, 40, 71, 72}));
  ASSERT_TRUE(axes[0].phase);
  EXPECT_EQ(axes[0].phase->period, 8U);
}

TEST(Widened, ReachesTwoOctavesBeyondWhatWasMeasured) {
  const plan::grid wide =
      widened({{"m", {8, 64}}, {"n", {7}}, {"k", {2, 6}}, {"batch", {72, 96}, axis_phase{24, 0.5}}});
  EXPECT_EQ(wide[0].knots, (std::vector<std::uint64_t>{2, 8, 64, 256}));
  EXPECT_EQ(wide[0].measured->first, 8U);
  EXPECT_EQ(wide[0].measured->last, 64U);
  EXPECT_EQ(wide[1].knots, (std::vector<std::uint64_t>{7})) << "nothing is known of how latency depends on it";
  EXPECT_FALSE(wide[1].measured);
  EXPECT_EQ(wide[2].knots, (std::vector<std::uint64_t>{2, 6, 24})) << "no size below 1";
  EXPECT_EQ(wide[3].knots, (std::vector<std::uint64_t>{72, 96, 384})) << "18 fills no tile";
}

TEST(EnoughGridPoints, DependsOnTheAxesThatVary) {
  const std::vector<std::uint64_t> one{1}, many{1, 2, 3};
  EXPECT_EQ(enough_grid_points({{"elements", many}}), 60U);
  EXPECT_EQ(enough_grid_points({{"rows", many}, {"cols", many}}), 1000U);
  EXPECT_EQ(enough_grid_points({{"batch", one}, {"m", many}, {"n", many}, {"k", many}}), 4000U);
  EXPECT_EQ(enough_grid_points({{"batch", many}, {"m", many}, {"n", many}, {"k", many}}), 8000U);
}

TEST(Thinned, LosesNothingOfMultilinearValues) {
  const sampled_grid full = sampled(two_axes(), multilinear);
  for (const std::size_t most : {100U, 30U, 4U}) {
    const sampled_grid left = thinned(full, most, most);
    EXPECT_LE(left.values.size(), most);
    EXPECT_LT(worst_loss(full, left), 1e-12) << most;
  }
}

TEST(Thinned, KeepsEndsAndTheValuesAtItsKnots) {
  sampled_grid full = sampled(two_axes(), multilinear);
  full.axes[0].phase = axis_phase{.period = 2, .weight = 0.5};
  const sampled_grid left = thinned(full, 12, 12);
  for (std::size_t a = 0; a < 2; ++a) {
    EXPECT_EQ(left.axes[a].name, full.axes[a].name);
    EXPECT_EQ(left.axes[a].phase.has_value(), a == 0);
    EXPECT_EQ(left.axes[a].knots.front(), full.axes[a].knots.front());
    EXPECT_EQ(left.axes[a].knots.back(), full.axes[a].knots.back());
  }
  const auto shapes = plan::shapes_of(left.axes);
  for (std::size_t i = 0; i < shapes.size(); ++i) EXPECT_EQ(left.values[i], multilinear(shapes[i]));
}

TEST(Thinned, StopsAtTheEnds) { EXPECT_EQ(thinned(sampled(two_axes(), multilinear), 1, 1).values.size(), 4U); }

TEST(Thinned, KeepsTheKnotAtAKink) {
  const auto kinked = [](const shape& at) {
    return 1.0 + (at[0] < 100 ? 0.0 : static_cast<double>(at[0] - 100)) + 0.1 * static_cast<double>(at[1]);
  };
  const sampled_grid left = thinned(sampled(two_axes(), kinked), 6, 6);
  EXPECT_EQ(left.axes[0].knots, (std::vector<std::uint64_t>{1, 100, 400}));
}

TEST(Thinned, TakesOutWhatIsNotMissedUntilItIsEnough) {
  const sampled_grid smooth = sampled(two_axes(), multilinear);
  const std::size_t all = smooth.values.size();
  EXPECT_LE(thinned(smooth, 12, all).values.size(), 12U);
  const auto jagged = [](const shape& at) { return 1.0 + 0.1 * static_cast<double>((at[0] * 7 + at[1] * 5) % 11); };
  EXPECT_EQ(thinned(sampled(two_axes(), jagged), 12, all).values.size(), all);
}

TEST(Thinned, LeavesASmallGridAlone) {
  const sampled_grid full = sampled(two_axes(), multilinear);
  EXPECT_EQ(thinned(full, full.values.size(), full.values.size()).values, full.values);
}

}  // namespace
}  // namespace calib::fit
