#include "fit/propose.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace calib::fit {
namespace {

bool rough(const shape& dims) { return dims[1] >= 64 && dims[1] < 256; }

// A matrix product whose time is smooth but for a stretch of n in which it goes up and down from each size to the next,
// in m as well as in n, so that no other shape tells.
double seconds_of(const shape& dims) {
  const double plain = 1e-6 + 2e-11 * static_cast<double>(dims[0] * dims[1] * dims[2]);
  const auto step = [](double of_octave, std::size_t size) {
    return static_cast<int>(of_octave * std::log2(static_cast<double>(size)));
  };
  const bool up = (step(0.5, dims[0]) + step(6, dims[1])) % 2 == 1;
  return plain * (rough(dims) && up ? 1.5 : 1.0);
}

std::vector<shape> shapes(std::size_t first) {
  std::vector<shape> all;
  for (std::size_t m = 16; m <= 1024; m *= 4) {
    for (std::size_t n = first; n <= 1024; n += n / 8) all.push_back({m, n, 64});
  }
  return all;
}

measurement_set measured() {
  measurement_set set;
  set.operation = "gemm";
  set.dimensions = {"m", "n", "k"};
  for (const shape& dims : shapes(16)) set.shapes.push_back({dims, seconds_of(dims)});
  return set;
}

TEST(Proposer, ProposesShapesWherePredictionsAreWrong) {
  const proposer next(measured(), 1);
  EXPECT_GT(next.error(), 0.01);
  const auto chosen = next.choose(shapes(19), 12);
  ASSERT_EQ(chosen.size(), 12U);
  // A third of the candidates lie there.
  EXPECT_GE(std::count_if(chosen.begin(), chosen.end(), rough), 8);
}

TEST(Proposer, ProposesEachShapeOnceAndNoneThatIsMeasured) {
  const proposer next(measured(), 1);
  auto candidates = shapes(16);  // all measured
  EXPECT_TRUE(next.choose(candidates, 5).empty());
  candidates.push_back({100, 100, 64});
  EXPECT_EQ(next.choose(candidates, 5), (std::vector<shape>{{100, 100, 64}}));
  const auto chosen = next.choose(shapes(19), 40);
  EXPECT_EQ(std::set<shape>(chosen.begin(), chosen.end()).size(), chosen.size());
}

}  // namespace
}  // namespace calib::fit
