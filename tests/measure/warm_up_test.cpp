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

}  // namespace
}  // namespace calib::measure
