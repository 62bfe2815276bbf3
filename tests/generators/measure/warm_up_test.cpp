#include "measure/warm_up.hpp"

#include <gtest/gtest.h>

namespace calib::measure {
namespace {

constexpr std::size_t cache = std::size_t{32} << 20U;
constexpr warm_up_rule known{.last_level_cache_bytes = cache};
constexpr warm_up_rule unknown{};

TEST(WarmUp, ShortCallsAreWarmedUpWhateverTheirOperands) {
  static_assert(needs_warm_up(known, 1e-6, 64));
  static_assert(needs_warm_up(known, 9e-3, 10 * cache));
  EXPECT_TRUE(needs_warm_up(known, 9e-3, 10 * cache));
}

TEST(WarmUp, LongCallsAreWarmedUpWhileTheirOperandsMayStayInTheCache) {
  EXPECT_TRUE(needs_warm_up(known, 20e-3, cache));
  EXPECT_TRUE(needs_warm_up(known, 20e-3, 2 * cache - 1));
  EXPECT_FALSE(needs_warm_up(known, 20e-3, 2 * cache));
}

TEST(WarmUp, AnUnknownCacheHoldsEverything) { EXPECT_TRUE(needs_warm_up(unknown, 20e-3, std::size_t{1} << 40U)); }

TEST(WarmUp, VeryLongCallsWarmThemselves) {
  EXPECT_FALSE(needs_warm_up(known, 0.1, 64));
  EXPECT_FALSE(needs_warm_up(unknown, 0.1, 64));
}

TEST(WarmUp, OperandsBeyondTheCoresOwnCachesAreSettled) {
  constexpr std::size_t own = 2'000'000;
  constexpr warm_up_rule rule{.own_cache_bytes = own};
  EXPECT_FALSE(needs_settling(rule, 1e-3, own));
  EXPECT_TRUE(needs_settling(rule, 1e-3, own + 1));
  EXPECT_FALSE(needs_settling(rule, 5e-3, own + 1)) << "0.4 GB/s: it computes for most of the time";
  EXPECT_FALSE(needs_settling(rule, rule.long_call_s, 100 * own)) << "one such call reads them all";
  EXPECT_FALSE(needs_settling(unknown, 1e-3, std::size_t{1} << 40U));
}

}  // namespace
}  // namespace calib::measure
