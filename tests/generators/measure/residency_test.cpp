#include "measure/residency.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "fakes.hpp"
#include "measure/error.hpp"
#include "measure/shuffle.hpp"

namespace calib::measure {
namespace {

using test::fake_clock;
using test::fake_workload;

TEST(Shuffle, IsAPermutationAndTheSameForTheSameSeed) {
  std::vector<int> first(100);
  std::iota(first.begin(), first.end(), 0);
  std::vector<int> second = first;
  std::vector<int> other = first;
  const std::vector<int> original = first;
  random_bits one(7);
  random_bits two(7);
  random_bits three(8);
  shuffle(std::span(first), one);
  shuffle(std::span(second), two);
  shuffle(std::span(other), three);
  EXPECT_EQ(first, second);
  EXPECT_NE(first, original);
  EXPECT_NE(first, other);
  EXPECT_TRUE(std::is_permutation(first.begin(), first.end(), original.begin()));
}

TEST(Shuffle, BitsAreThoseOfTheReferenceImplementation) {
  // First output of splitmix64 for seed 0, from the reference code.
  random_bits bits(0);
  EXPECT_EQ(bits.next(), 0xe220a8397b1dcdafU);
}

TEST(Residency, PreparesOnceWhileThereIsRoom) {
  fake_clock clock;
  const fake_workload a("a", clock, 1.0, 40);
  const fake_workload b("b", clock, 1.0, 60);
  const std::array<const workload*, 2> all{&a, &b};
  resident_set set(all, 100, 1);
  for (int i = 0; i < 3; ++i) {
    set.acquire(0);
    set.acquire(1);
  }
  EXPECT_EQ(a.prepared_times, 1);
  EXPECT_EQ(b.prepared_times, 1);
  EXPECT_EQ(set.resident_bytes(), 100U);
}

TEST(Residency, DropsTheLongestUnusedAndNeverExceedsTheBudget) {
  fake_clock clock;
  const fake_workload a("a", clock, 1.0, 40);
  const fake_workload b("b", clock, 1.0, 40);
  const fake_workload c("c", clock, 1.0, 40);
  const std::array<const workload*, 3> all{&a, &b, &c};
  resident_set set(all, 100, 1);
  set.acquire(0);
  set.acquire(1);
  set.acquire(0);
  set.acquire(2);
  EXPECT_TRUE(set.resident(0));
  EXPECT_FALSE(set.resident(1));
  EXPECT_TRUE(set.resident(2));
  EXPECT_EQ(b.alive, 0);
  EXPECT_LE(set.resident_bytes(), 100U);
}

TEST(Residency, TheDataOfAShapeIsTheSameWheneverItComesBack) {
  fake_clock clock;
  const fake_workload a("a", clock, 1.0, 100);
  const fake_workload b("b", clock, 1.0, 100);
  const std::array<const workload*, 2> all{&a, &b};
  resident_set set(all, 100, 5);
  set.acquire(0);
  set.acquire(1);
  set.acquire(0);
  ASSERT_EQ(a.seeds.size(), 2U);
  EXPECT_EQ(a.seeds[0], a.seeds[1]);
  EXPECT_NE(a.seeds[0], b.seeds.at(0));
}

TEST(Residency, AFailedPreparationTakesNoRoom) {
  fake_clock clock;
  fake_workload a("a", clock, 1.0, 100);
  a.fail_to_prepare = true;
  const std::array<const workload*, 1> all{&a};
  resident_set set(all, 100, 1);
  EXPECT_THROW(set.acquire(0), std::runtime_error);
  EXPECT_EQ(set.resident_bytes(), 0U);
  EXPECT_FALSE(set.resident(0));
}

TEST(Residency, KnowsWhatCanNeverFit) {
  fake_clock clock;
  const fake_workload a("a", clock, 1.0, 101);
  const std::array<const workload*, 1> all{&a};
  const resident_set set(all, 100, 1);
  EXPECT_FALSE(set.can_hold(0));
}

TEST(Residency, GroupsFitTheBudgetAndCoverTheOrder) {
  fake_clock clock;
  const fake_workload small("small", clock, 1.0, 30);
  const fake_workload large("large", clock, 1.0, 80);
  const std::array<const workload*, 2> all{&small, &large};
  const std::array<std::size_t, 6> order{0, 0, 0, 0, 1, 0};
  EXPECT_EQ(group_ends(order, all, 100), (std::vector<std::size_t>{3, 4, 5, 6}));
  EXPECT_EQ(group_ends(order, all, 1000), (std::vector<std::size_t>{6}));
  EXPECT_TRUE(group_ends({}, all, 100).empty());
}

}  // namespace
}  // namespace calib::measure
