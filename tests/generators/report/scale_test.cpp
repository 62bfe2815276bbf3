#include "report/scale.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace calib::report {
namespace {

std::vector<std::string> texts(const scale& on, std::size_t most) {
  std::vector<std::string> out;
  for (const tick& one : ticks(on, most)) out.push_back(one.text);
  return out;
}

TEST(Scale, ALogarithmicOneEndsAtRoundNumbersAroundItsValues) {
  const std::array<double, 4> values{3e-6, 7e-4, 0, 0.03};
  const scale on = logarithmic("latency", unit::time, values);
  EXPECT_DOUBLE_EQ(on.low, 2e-6);
  EXPECT_DOUBLE_EQ(on.high, 0.05);
  EXPECT_EQ(texts(on, 8), (std::vector<std::string>{"10 µs", "100 µs", "1 ms", "10 ms"}));
}

TEST(Scale, FewDecadesHaveTicksBetweenThem) {
  const std::array<double, 2> values{1, 40};
  EXPECT_EQ(texts(logarithmic("x", unit::intensity, values), 9),
            (std::vector<std::string>{"1", "2", "5", "10", "20", "50"}));
}

TEST(Scale, BytesEndAtPowersOfTwo) {
  const std::array<double, 2> values{300, 3e6};
  const scale on = logarithmic("bytes", unit::bytes, values);
  EXPECT_EQ(on.low, 256);
  EXPECT_EQ(on.high, 4194304);
  EXPECT_EQ(texts(on, 9),
            (std::vector<std::string>{"256 B", "1 KiB", "4 KiB", "16 KiB", "64 KiB", "256 KiB", "1 MiB", "4 MiB"}));
}

TEST(Scale, OneValueAndNoneHaveAScale) {
  const std::array<double, 1> one{5};
  EXPECT_GE(logarithmic("x", unit::count, one).high, 10 * logarithmic("x", unit::count, one).low);
  const scale none = logarithmic("x", unit::count, {});
  EXPECT_GT(none.high, none.low);
  EXPECT_GT(linear("x", unit::share, {}).high, 0);
}

TEST(Scale, ALinearOneBeginsAtNoughtWithoutASign) {
  const std::array<double, 2> values{0.1, 0.93};
  const scale on = linear("share", unit::share, values);
  EXPECT_EQ(texts(on, 8), (std::vector<std::string>{"0 %", "20 %", "40 %", "60 %", "80 %", "100 %"}));
}

TEST(Scale, TicksLieWithinItAndAreFewEnough) {
  for (const unit in : {unit::time, unit::bytes, unit::count, unit::flops_per_s}) {
    for (double low = 1e-9; low < 1e9; low *= 7) {
      for (double ratio = 1; ratio < 1e15; ratio *= 30) {
        const std::array<double, 2> values{low, low * ratio};
        const scale on = logarithmic("x", in, values);
        for (const std::size_t most : {4U, 8U, 13U}) {
          const std::vector<tick> found = ticks(on, most);
          EXPECT_LE(found.size(), most);
          EXPECT_GE(found.size(), 1U) << low << ' ' << ratio;
          for (const tick& one : found) {
            EXPECT_GE(one.at, on.low * (1 - 1e-6));
            EXPECT_LE(one.at, on.high * (1 + 1e-6));
          }
        }
      }
    }
  }
}

TEST(Scale, RatiosReachAsFarAboveOneAsBelow) {
  const auto high = [](std::vector<double> ratios) {
    const scale on = around_one("ratio", ratios, 1.05);
    EXPECT_DOUBLE_EQ(on.low * on.high, 1);
    return on.high;
  };
  EXPECT_EQ(high({}), 1.1);
  EXPECT_EQ(high({0.99, 1.02}), 1.1);
  EXPECT_EQ(high({0.85}), 1.2);
  EXPECT_EQ(high({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.55}), 2);  // all within a factor of 2
  EXPECT_EQ(high({1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.01}), 2);  // nine of ten
  EXPECT_EQ(high({30, 1.2}), 50);
  EXPECT_EQ(around_one("ratio", {}, 1.4).high, 1.5);
}

TEST(Scale, NarrowScalesHaveTicksBetweenPowersOfTen) {
  const auto texts = [](double high) {
    std::vector<std::string> out;
    for (const tick& one : ticks({"ratio", unit::count, true, 1 / high, high}, 6)) out.push_back(one.text);
    return out;
  };
  EXPECT_EQ(texts(1.1), (std::vector<std::string>{"0.95", "1", "1.05", "1.1"}));
  EXPECT_EQ(texts(2), (std::vector<std::string>{"0.5", "1", "1.5", "2"}));
  EXPECT_EQ(texts(5), (std::vector<std::string>{"0.2", "0.5", "1", "2", "5"}));
}

TEST(Scale, PositionsGrowFromEndToEnd) {
  const scale on{"x", unit::count, true, 1, 100};
  EXPECT_EQ(position(on, 1), 0);
  EXPECT_DOUBLE_EQ(position(on, 10), 0.5);
  EXPECT_EQ(position(on, 100), 1);
  EXPECT_EQ(position(on, 1e9), 1);
  EXPECT_EQ(position(on, 0), 0);
  EXPECT_DOUBLE_EQ(position({"x", unit::count, false, 0, 4}, 1), 0.25);
}

TEST(Scale, QuantitiesAreShort) {
  EXPECT_EQ(short_text(1.18e11, unit::flops_per_s), "118 GFLOP/s");
  EXPECT_EQ(short_text(0.0307, unit::time), "30.7 ms");
  EXPECT_EQ(short_text(32768, unit::bytes), "32 KiB");
  EXPECT_EQ(short_text(10000, unit::intensity), "10 k");
  EXPECT_EQ(short_text(0, unit::time), "0");
  EXPECT_EQ(short_text(999.9e6, unit::flops_per_s), "1 GFLOP/s");
  EXPECT_EQ(short_text(12.34, unit::share), "1234 %");
  EXPECT_EQ(three_digits(999.7), "1000");
  EXPECT_EQ(three_digits(0.01234), "0.0123");
  EXPECT_EQ(three_digits(1.234e-6), "0.00000123");
}

}  // namespace
}  // namespace calib::report
