#include "console/units.hpp"

#include <gtest/gtest.h>

namespace calib::console {
namespace {

TEST(Units, ShowThreeSignificantDigitsAndAPrefix) {
  EXPECT_EQ(time(22.17e-3), "22.2 ms");
  EXPECT_EQ(time(1.5), "1.50 s");
  EXPECT_EQ(time(9.1e-9), "9.10 ns");
  EXPECT_EQ(flops_per_s(775e9), "775 GFLOP/s");
  EXPECT_EQ(bytes_per_s(52.4e9), "52.4 GB/s");
  EXPECT_EQ(frequency(3.881e9), "3.88 GHz");
}

TEST(Units, NeverShowAThousand) {
  EXPECT_EQ(time(0.9996), "1.00 s");
  EXPECT_EQ(time(0.0009999), "1.00 ms");
  EXPECT_EQ(flops_per_s(999.4e9), "999 GFLOP/s");
}

TEST(Units, ShowZeroAndTheLargest) {
  EXPECT_EQ(time(0), "0 s");
  EXPECT_EQ(flops_per_s(4.5e15), "4500 TFLOP/s");
}

TEST(Units, ShowBytesInBinaryPrefixes) {
  EXPECT_EQ(bytes(48 * 1024), "48 KiB");
  EXPECT_EQ(bytes(512), "512 B");
  EXPECT_EQ(bytes(33554432), "32 MiB");
}

TEST(Units, ShowFractionsAsPercent) { EXPECT_EQ(percent(0.1234), "12.3 %"); }

}  // namespace
}  // namespace calib::console
