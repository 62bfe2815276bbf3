#include "network_io/operations.hpp"

#include <gtest/gtest.h>

namespace calib {
namespace {

TEST(NetworkOperations, AreSuggestedMeasuredAndLoweredAndThoseOfNetworks) {
  EXPECT_EQ(network_io::nearest_operation("conv2"), "conv2d");
  EXPECT_EQ(network_io::nearest_operation("softmx"), "softmax");
  EXPECT_EQ(network_io::nearest_operation("reshap"), "reshape");
  EXPECT_EQ(network_io::nearest_operation("Custom"), "custom");
  EXPECT_EQ(network_io::nearest_operation("fft"), "");
}

}  // namespace
}  // namespace calib
