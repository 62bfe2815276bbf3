#include "plan/cache_knots.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace calib::plan {
namespace {

constexpr std::size_t l1 = 48 << 10, l2 = 2 << 20;
constexpr std::size_t bytes_of(std::size_t elements) { return 8 * elements; }

const profile_io::axis_data octaves{"elements", {1, 1'024, 4'096, 8'192, 65'536, 262'144, 1 << 20}};

TEST(CacheKnots, StandAroundEachCache) {
  const std::size_t caches[] = {l1, l2};
  const auto knots = with_cache_knots(octaves, caches, effort::full, bytes_of).knots;
  EXPECT_TRUE(std::is_sorted(knots.begin(), knots.end()));
  for (const std::uint64_t knot : octaves.knots) EXPECT_TRUE(std::binary_search(knots.begin(), knots.end(), knot));
  for (const std::size_t cache : caches) {
    const auto within = std::count_if(knots.begin(), knots.end(), [cache](std::uint64_t knot) {
      return bytes_of(knot) >= cache * 45 / 100 && bytes_of(knot) <= cache * 21 / 10;
    });
    EXPECT_GE(within, 8) << cache;
  }
}

TEST(CacheKnots, AreFewerInAQuickCalibration) {
  const std::size_t caches[] = {l1};
  const auto knots = with_cache_knots(octaves, caches, effort::quick, bytes_of).knots;
  EXPECT_EQ(knots.size(), octaves.knots.size() + 1)
      << "those at 0.7 and 1.4 times the cache lie beside 4,096 and 8,192";
}

TEST(CacheKnots, StayWithinTheAxis) {
  const std::size_t caches[] = {l1, std::size_t{300} << 20};
  const auto knots = with_cache_knots({"elements", {4'096, 5'000}}, caches, effort::full, bytes_of).knots;
  EXPECT_EQ(knots.front(), 4'096U);
  EXPECT_EQ(knots.back(), 5'000U);
}

TEST(CacheKnots, NeedCaches) { EXPECT_EQ(with_cache_knots(octaves, {}, effort::full, bytes_of).knots, octaves.knots); }

}  // namespace
}  // namespace calib::plan
