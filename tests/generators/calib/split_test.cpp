#include "split.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace calib::tool {
namespace {

double time_of(const std::vector<segment>& segments, const link& between, const std::vector<std::size_t>& device) {
  double sum = 0;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    sum += segments[i].seconds[device[i]];
    if (i > 0 && device[i] != device[i - 1]) {
      sum += segments[i].moves * (between.latency_s + segments[i].bytes_in / between.bytes_per_s);
    }
  }
  return sum;
}

/// The least time of all assignments, one by one.
double by_trying_all(const std::vector<segment>& segments, const link& between, std::size_t devices) {
  std::vector<std::size_t> device(segments.size(), 0);
  double best = time_of(segments, between, device);
  for (;;) {
    std::size_t at = 0;
    while (at < device.size() && ++device[at] == devices) device[at++] = 0;
    if (at == device.size()) return best;
    best = std::min(best, time_of(segments, between, device));
  }
}

TEST(Split, IsTheBestOfAllAssignments) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  for (int round = 0; round < 200; ++round) {
    const std::size_t devices = 2 + random() % 2, count = 1 + random() % 9;
    const link between{0.2 * uniform(random), 10};
    std::vector<segment> segments(count);
    for (segment& one : segments) {
      for (std::size_t d = 0; d < devices; ++d) one.seconds.push_back(uniform(random));
      one.bytes_in = 5 * uniform(random);
      one.moves = static_cast<double>(1 + random() % 3);
    }
    const assignment found = best_assignment(segments, between);
    EXPECT_NEAR(found.seconds, by_trying_all(segments, between, devices), 1e-12);
    EXPECT_NEAR(time_of(segments, between, found.device), found.seconds, 1e-12);
  }
}

TEST(Split, StaysWhereATransferCostsMoreThanItSaves) {
  const std::vector<segment> segments{{{1, 2}, 0}, {{2, 1}, 100}, {{1, 2}, 100}};
  EXPECT_EQ(best_assignment(segments, {0, 10}).device, (std::vector<std::size_t>{0, 0, 0}));
  const assignment cheap = best_assignment(segments, {0, 1e4});
  EXPECT_EQ(cheap.device, (std::vector<std::size_t>{0, 1, 0}));
  EXPECT_DOUBLE_EQ(cheap.transfer_seconds, 0.02);
}

TEST(Split, OfNothingTakesNoTime) { EXPECT_EQ(best_assignment({}, {}).seconds, 0); }

}  // namespace
}  // namespace calib::tool
