#include "plan/network_operations.hpp"

#include <gtest/gtest.h>

namespace calib::plan {
namespace {

TEST(NetworkOperations, AreNoBandwidthLoopsAndNoProductsWithAVector) {
  EXPECT_FALSE(occurs_in_networks("triad"));
  EXPECT_FALSE(occurs_in_networks("gemv"));
  EXPECT_TRUE(occurs_in_networks("conv2d_3x3"));
  EXPECT_TRUE(occurs_in_networks("dispatch"));
}

}  // namespace
}  // namespace calib::plan
