#include "kernels/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace calib::kernels {
namespace {

template <class T>
class Random : public testing::Test {};
using Elements = testing::Types<float, double>;
TYPED_TEST_SUITE(Random, Elements);

TYPED_TEST(Random, LiesInsideOneAndNeverNearZero) {
  constexpr TypeParam smallest = std::numeric_limits<TypeParam>::epsilon() / 2;
  double sum = 0, squares = 0;
  constexpr int count = 100000;
  for (std::size_t i = 0; i < count; ++i) {
    const TypeParam x = random_element<TypeParam>(7, i);
    ASSERT_LT(std::fabs(x), TypeParam{1});
    ASSERT_GE(std::fabs(x), smallest);
    sum += static_cast<double>(x);
    squares += static_cast<double>(x) * static_cast<double>(x);
  }
  // Uniform: mean 0, variance 1/3; six standard errors.
  EXPECT_NEAR(sum / count, 0.0, 6 * std::sqrt(1.0 / 3 / count));
  EXPECT_NEAR(squares / count, 1.0 / 3, 6 * std::sqrt(4.0 / 45 / count));
}

TYPED_TEST(Random, IsAFunctionOfSeedAndPosition) {
  std::vector<TypeParam> first(100), second(100), other(100);
  fill_random<TypeParam>(first, 1);
  fill_random<TypeParam>(second, 1);
  fill_random<TypeParam>(other, 2);
  EXPECT_EQ(first, second);
  EXPECT_NE(first, other);
  EXPECT_EQ(first[42], random_element<TypeParam>(1, 42));
  EXPECT_NE(operand_seed(1, 0), operand_seed(1, 1));
}

TEST(RandomBytes, AreOddAndOfBothSigns) {
  int positive = 0;
  for (std::size_t i = 0; i < 1000; ++i) {
    const std::int8_t x = random_element<std::int8_t>(7, i);
    ASSERT_EQ(x & 1, 1);
    ASSERT_GT(x, -128);
    positive += x > 0;
  }
  EXPECT_NEAR(positive, 500, 100);  // six standard errors
}

TEST(RandomBfloat16, TakesAllItsEightBits) {
  for (std::size_t i = 0; i < 1000; ++i) {
    const float scaled = 256 * static_cast<float>(random_element<bfloat16>(7, i));
    ASSERT_EQ(std::fabs(std::remainder(scaled, 2.0f)), 1.0f);
    ASSERT_LT(std::fabs(scaled), 256.0f);
  }
}

}  // namespace
}  // namespace calib::kernels
