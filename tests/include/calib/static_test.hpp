#pragma once
/// Assertions that hold at compile time and are run again at run time, where nothing is folded beforehand.

#include <gtest/gtest.h>

/// A TEST whose body is one constexpr expression.
#define CALIB_STATIC_TEST(Suite, Name, ...)                            \
  static_assert(__VA_ARGS__);                                          \
  TEST(Suite, Name) {                                                  \
    bool (*volatile again)() = []() -> bool { return (__VA_ARGS__); }; \
    EXPECT_TRUE(again());                                              \
  }                                                                    \
  static_assert(true)
