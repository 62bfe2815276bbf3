#include "calib/axis.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <random>
#include <set>
#include <vector>

#include "tests/include/calib/run_time.hpp"

namespace calib {
namespace {

/// An axis that owns its arrays.
class owned_axis {
 public:
  explicit owned_axis(std::vector<double> knots, axis_phase phase = {})
      : phase_(phase),
        knots_(std::move(knots)),
        buckets_(bucket_of(static_cast<std::uint64_t>(knots_.back())) + 1, unset),
        inverse_widths_(segment_count(knots_.size())),
        steps_(index_axis(knots_.data(), knots_.size(), buckets_.data(), inverse_widths_.data())) {}

  axis_view view() const {
    return {knots_.data(), buckets_.data(), inverse_widths_.data(), knots_.size(), steps_, phase_};
  }
  const std::vector<double>& knots() const { return knots_; }
  const std::vector<std::uint16_t>& buckets() const { return buckets_; }

  static constexpr std::uint16_t unset = 0xffff;

 private:
  axis_phase phase_;
  std::vector<double> knots_;
  std::vector<std::uint16_t> buckets_;
  std::vector<double> inverse_widths_;
  std::size_t steps_;
};

/// What locate() promises of an effective coordinate, by a plain search.
position searched(const std::vector<double>& knots, double x) {
  if (knots.size() == 1) return {0, 0.0, x != knots[0]};
  if (x < knots.front()) return {0, 0.0, true};
  if (x >= knots.back()) return {knots.size() - 2, 1.0, x > knots.back()};
  std::size_t segment = 0;
  for (std::size_t i = 0; i + 1 < knots.size(); ++i) {
    if (knots[i] <= x) segment = i;
  }
  return {segment, (x - knots[segment]) * (1.0 / (knots[segment + 1] - knots[segment])), false};
}

void expect_located_as_searched(const owned_axis& axis, std::uint64_t coordinate) {
  const position got = axis.view().locate(coordinate);
  const position wanted = searched(axis.knots(), axis.view().phase.effective(coordinate));
  EXPECT_EQ(got.segment, wanted.segment) << coordinate;
  EXPECT_EQ(got.weight, wanted.weight) << coordinate;
  EXPECT_EQ(got.outside, wanted.outside) << coordinate;
}

constexpr bool buckets_rise_without_gaps(std::uint64_t from, std::uint64_t to) {
  for (std::uint64_t x = from; x < to; ++x) {
    const std::size_t here = bucket_of(x);
    const std::size_t next = bucket_of(x + 1);
    if (next != here && next != here + 1) return false;
  }
  return true;
}
static_assert(bucket_of(0) == 0 && bucket_of(1) == 1 && bucket_of(15) == 15 && bucket_of(16) == 16);
static_assert(bucket_of(17) == 16 && bucket_of(18) == 17 && bucket_of(31) == 23 && bucket_of(32) == 24);
static_assert(buckets_rise_without_gaps(0, 3000));

TEST(Buckets, RiseWithoutGaps) {
  EXPECT_EQ(bucket_of(test::at_run_time<std::uint64_t>(0)), 0U);
  EXPECT_TRUE(buckets_rise_without_gaps(0, test::at_run_time<std::uint64_t>(100'000)));
}

TEST(Buckets, RiseWithoutGapsAroundPowersOfTwo) {
  for (int power = 1; power <= 52; ++power) {
    const std::uint64_t x = std::uint64_t{1} << power;
    const std::uint64_t below = x > 2000 ? x - 2000 : 0;
    EXPECT_TRUE(buckets_rise_without_gaps(below, x + 2000)) << "2^" << power;
  }
}

TEST(Buckets, DivideEveryPowerOfTwoInEight) {
  for (int power = 4; power <= 52; ++power) {
    const std::uint64_t x = std::uint64_t{1} << power;
    EXPECT_EQ(bucket_of(2 * x) - bucket_of(x), 8U) << "2^" << power;
    EXPECT_EQ(bucket_of(2 * x - 1) + 1, bucket_of(2 * x)) << "2^" << power;
  }
}

TEST(Buckets, EveryBucketUpToTheLastKnotIsFilledWithTheSegmentItBeginsIn) {
  const owned_axis axis({1, 7, 128, 129, 130, 5000});
  std::set<std::size_t> begun;
  for (std::uint64_t x = 0; x <= 5000; ++x) {
    const std::size_t bucket = bucket_of(x);
    if (!begun.insert(bucket).second) continue;
    EXPECT_EQ(axis.buckets()[bucket], x == 0 ? 0 : searched(axis.knots(), static_cast<double>(x)).segment) << x;
  }
  EXPECT_EQ(begun.size(), axis.buckets().size());
}

// The same axis in a constant expression.
constexpr std::array<double, 6> fixed_knots{1, 3, 16, 128, 129, 1024};
constexpr std::size_t fixed_steps = 1;  // from 128 to 129, which one bucket holds
struct fixed_index {
  std::array<std::uint16_t, bucket_of(1024) + 1> buckets{};
  std::array<double, segment_count(fixed_knots.size())> inverse_widths{};
  std::size_t steps = index_axis(fixed_knots.data(), fixed_knots.size(), buckets.data(), inverse_widths.data());
};
constexpr fixed_index indexed;
static_assert(indexed.steps == fixed_steps);
constexpr axis_view fixed_under(axis_phase phase) {
  return {fixed_knots.data(),
          indexed.buckets.data(),
          indexed.inverse_widths.data(),
          fixed_knots.size(),
          fixed_steps,
          phase};
}
constexpr axis_view fixed = fixed_under({});

static_assert(fixed.first() == 1 && fixed.last() == 1024);
static_assert(fixed.locate(0).outside && fixed.locate(0).segment == 0 && fixed.locate(0).weight == 0.0);
static_assert(!fixed.locate(1).outside && fixed.locate(1).weight == 0.0);
static_assert(fixed.locate(2).segment == 0 && fixed.locate(2).weight == 0.5);
static_assert(fixed.locate(72).segment == 2 && fixed.locate(72).weight == 0.5);
static_assert(fixed.locate(128).segment == 3 && fixed.locate(128).weight == 0.0);
static_assert(fixed.locate(129).segment == 4 && fixed.locate(129).weight == 0.0);
static_assert(fixed.locate(1024).segment == 4 && fixed.locate(1024).weight == 1.0 && !fixed.locate(1024).outside);
static_assert(fixed.locate(1025).segment == 4 && fixed.locate(1025).weight == 1.0 && fixed.locate(1025).outside);
static_assert(fixed.clamp(0) == 1 && fixed.clamp(7) == 7 && fixed.clamp(5000) == 1024);

TEST(Axis, LocatesLiteralCoordinatesAsAtCompileTime) {
  const owned_axis axis({fixed_knots.begin(), fixed_knots.end()});
  EXPECT_EQ(axis.view().steps, fixed_steps);
  EXPECT_TRUE(std::ranges::equal(indexed.buckets, axis.buckets()));
  for (std::uint64_t x = 0; x <= 1100; ++x) expect_located_as_searched(axis, test::at_run_time(x));
}

TEST(Axis, KnotsThatAreNeighboursKeepTheirSegments) {
  const owned_axis axis({64, 127, 128, 129, 130, 200});
  for (std::uint64_t x = 60; x <= 210; ++x) expect_located_as_searched(axis, x);
  EXPECT_EQ(axis.view().locate(128).segment, 2U);
  EXPECT_EQ(axis.view().locate(129).segment, 3U);
}

TEST(Axis, ManyKnotsInOneBucketAreToldApart) {
  std::vector<double> knots;
  for (int x = 4096; x < 4096 + 64; ++x) knots.push_back(x);
  const owned_axis axis(knots);
  EXPECT_EQ(bucket_of(4096), bucket_of(4096 + 63));
  EXPECT_EQ(axis.view().steps, 62U);
  for (std::uint64_t x = 4090; x <= 4170; ++x) expect_located_as_searched(axis, x);
}

TEST(Axis, KnotsNoCloserThanBucketsNeedOneStepOrNone) {
  EXPECT_EQ(owned_axis({1, 2, 4, 8, 12, 24, 48, 96}).view().steps, 0U) << "each begins a bucket";
  std::vector<double> knots{16};
  while (knots.size() < 40) knots.push_back(std::ceil(knots.back() * 1.13));
  EXPECT_EQ(owned_axis(knots).view().steps, 1U);
  EXPECT_EQ(owned_axis({7}).view().steps, 0U);
}

TEST(Axis, ASingleKnotAnswersItselfAndMarksTheRestOutside) {
  for (const double knot : {1.0, 16.0, 777.0}) {
    const owned_axis axis({knot});
    const auto at = static_cast<std::uint64_t>(knot);
    for (const std::uint64_t x : {at - 1, at, at + 1, 100 * at}) {
      const position got = axis.view().locate(x);
      EXPECT_EQ(got.segment, 0U);
      EXPECT_EQ(got.weight, 0.0);
      EXPECT_EQ(got.outside, x != at) << x;
      EXPECT_EQ(axis.view().clamp(x), at);
    }
  }
}

TEST(Axis, CoordinatesBeyondTheKnotsAreMovedToTheNearest) {
  const owned_axis axis({8, 48, 1000});
  for (const std::uint64_t x : {std::uint64_t{0}, std::uint64_t{7}}) {
    EXPECT_EQ(axis.view().clamp(x), 8U);
    expect_located_as_searched(axis, x);
  }
  for (const std::uint64_t x : {std::uint64_t{1001}, std::uint64_t{1} << 40, ~std::uint64_t{0}}) {
    EXPECT_EQ(axis.view().clamp(x), 1000U);
    expect_located_as_searched(axis, x);
  }
}

/// Increasing whole knots: steps of one beside steps of a power of two, so that neighbours and wide gaps both occur.
std::vector<double> random_knots(std::mt19937_64& random) {
  std::vector<double> knots;
  const std::size_t size = 1 + random() % 40;
  std::uint64_t knot = random() % 3 == 0 ? 1 : 1 + random() % 300;
  while (knots.size() < size) {
    knots.push_back(static_cast<double>(knot));
    const std::uint64_t widest = std::uint64_t{1} << (random() % 14);
    knot += random() % 3 == 0 ? 1 : 1 + random() % widest;
  }
  return knots;
}

TEST(Axis, LocatesWhatAPlainSearchFinds) {
  std::mt19937_64 random(20240611);
  for (int set = 0; set < 300; ++set) {
    const owned_axis axis(random_knots(random));
    const auto last = static_cast<std::uint64_t>(axis.knots().back());
    ASSERT_TRUE(std::ranges::none_of(axis.buckets(), [](std::uint16_t b) { return b == owned_axis::unset; }));
    for (const double knot : axis.knots()) {
      const auto x = static_cast<std::uint64_t>(knot);
      for (const std::uint64_t near : {x - 1, x, x + 1}) expect_located_as_searched(axis, near);
    }
    for (int i = 0; i < 200; ++i) expect_located_as_searched(axis, random() % (last + last / 8 + 2));
    ASSERT_FALSE(HasFailure()) << "set " << set;
  }
}

// A tile of 32 that is half paid for where it is not filled.
static_assert(axis_phase{32, 0.5}.effective(0) == 0 && axis_phase{32, 0.5}.effective(1) == 16.5);
static_assert(axis_phase{32, 0.5}.effective(31) == 31.5 && axis_phase{32, 0.5}.effective(32) == 32);
static_assert(axis_phase{32, 1.0}.effective(33) == 64 && axis_phase{32, 1.0}.effective(64) == 64);
static_assert(axis_phase{}.effective(33) == 33 && axis_phase{}.fills(33) && !axis_phase{32, 1.0}.fills(33));

constexpr axis_view tiled = fixed_under({64, 0.5});
static_assert(tiled.locate(0).outside && !tiled.locate(1).outside);
static_assert(tiled.locate(1).segment == 2 && tiled.locate(1).weight == (32.5 - 16) * (1.0 / 112));
static_assert(tiled.locate(128).segment == 3 && tiled.locate(128).weight == 0.0);
static_assert(tiled.locate(129).segment == 4 && tiled.locate(129).weight == (160.5 - 129) * (1.0 / 895));
static_assert(tiled.locate(1024).weight == 1.0 && !tiled.locate(1024).outside && tiled.locate(1025).outside);
static_assert(tiled.clamp(2) == 2 && tiled.clamp(1025) == 1024);

const axis_phase tried_phases[] = {{2, 1.0}, {7, 0.3}, {16, 0.5}, {32, 1.0}, {128, 0.01}};

TEST(Phase, LocatesTheEffectiveCoordinateAsAPlainSearch) {
  std::mt19937_64 random(5);
  for (const axis_phase phase : tried_phases) {
    for (int set = 0; set < 40; ++set) {
      const owned_axis axis(random_knots(random), phase);
      const auto last = static_cast<std::uint64_t>(axis.knots().back());
      for (int i = 0; i < 200; ++i) expect_located_as_searched(axis, random() % (last + last / 8 + 2));
      expect_located_as_searched(axis, ~std::uint64_t{0});
      ASSERT_FALSE(HasFailure()) << "period " << phase.period << ", set " << set;
    }
  }
}

TEST(Phase, LeavesMultiplesOfThePeriodAndNeverFalls) {
  for (const axis_phase phase : tried_phases) {
    double before = 0;
    for (std::uint64_t x = 0; x < 2000; ++x) {
      const double now = phase.effective(test::at_run_time(x));
      EXPECT_GE(now, before) << x;
      EXPECT_GE(now, static_cast<double>(x));
      EXPECT_EQ(phase.fills(x), x % phase.period == 0);
      EXPECT_TRUE(!phase.fills(x) || now == static_cast<double>(x)) << x;
      before = now;
    }
  }
}

// A loop over vectors of 16, whose last elements cost four others each.
constexpr axis_phase by_ones{.period = 16, .remainder = 3};
static_assert(by_ones.effective(0) == 0 && by_ones.effective(1) == 4 && by_ones.effective(15) == 60);
static_assert(by_ones.effective(16) == 16 && by_ones.effective(17) == 20 && by_ones.effective(31) == 76);
static_assert(axis_phase{16, 0.5, 3}.effective(17) == 17 + 7.5 + 3);

constexpr axis_view vectors = fixed_under(by_ones);
static_assert(vectors.locate(0).outside && !vectors.locate(1).outside);
static_assert(vectors.locate(3).segment == 1 && vectors.locate(3).weight == (12.0 - 3) * (1.0 / 13));
static_assert(vectors.locate(129).segment == 4 && vectors.locate(129).weight == (132.0 - 129) * (1.0 / 895));
static_assert(vectors.locate(1024).weight == 1.0 && !vectors.locate(1024).outside && vectors.locate(1025).outside);
static_assert(vectors.locate(1023).weight == 1.0 && !vectors.locate(1023).outside,
              "it counts as 1068, and is below 1024");
static_assert(vectors.clamp(1023) == 1023 && vectors.clamp(1025) == 1024);

TEST(Phase, ARemainderCountsAtRunTimeAsAtCompileTime) {
  const owned_axis axis({fixed_knots.begin(), fixed_knots.end()}, by_ones);
  for (std::uint64_t x = 0; x <= 900; ++x) expect_located_as_searched(axis, test::at_run_time(x));
  for (std::uint64_t x = 0; x <= 1100; ++x) {
    EXPECT_EQ(axis.view().locate(test::at_run_time(x)).outside, x == 0 || x > 1024) << x;
    EXPECT_EQ(by_ones.effective(test::at_run_time(x)), static_cast<double>(x + 3 * (x % 16)));
  }
}

TEST(Phase, KnotsThatFillTheirTilesAreExact) {
  const owned_axis axis({16, 64, 128, 192, 1024}, {64, 0.5});
  for (const std::uint64_t x : {64U, 128U, 192U, 1024U}) {
    const position at = axis.view().locate(x);
    EXPECT_TRUE(at.weight == 0.0 || at.weight == 1.0) << x;
    EXPECT_EQ(axis.knots()[at.segment + (at.weight == 1.0 ? 1 : 0)], static_cast<double>(x));
    EXPECT_FALSE(at.outside);
  }
}

TEST(Axis, LocatesLargeCoordinatesOfMemoryTables) {
  std::vector<double> knots;
  for (int power = 10; power <= 40; ++power) knots.push_back(static_cast<double>(std::uint64_t{3} << power));
  const owned_axis axis(knots);
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) expect_located_as_searched(axis, random() >> (20 + random() % 30));
}

TEST(Axis, IsOutsideWhereNothingWasMeasuredThoughKnotsReachThere) {
  const std::vector<double> knots{4, 16, 64, 256};
  const owned_axis owned(knots);
  axis_view axis = owned.view();
  axis.measured = {16, 64};
  for (const std::uint64_t inside : {16U, 17U, 64U}) EXPECT_FALSE(axis.locate(inside).outside) << inside;
  for (const std::uint64_t beyond : {1U, 4U, 15U, 65U, 256U, 300U}) EXPECT_TRUE(axis.locate(beyond).outside) << beyond;
  // The knots beyond answer all the same.
  EXPECT_EQ(axis.locate(10).weight, 0.5);
  EXPECT_EQ(axis.clamp(10), 10U);
  EXPECT_EQ(axis.clamp(300), 256U);
}

}  // namespace
}  // namespace calib
