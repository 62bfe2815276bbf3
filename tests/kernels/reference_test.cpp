#include "kernels/reference.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/random.hpp"

namespace calib::kernels {
namespace {

template <class T>
std::vector<T> random_values(std::size_t count, std::uint64_t seed) {
  std::vector<T> values(count);
  fill_random<T>(values, seed);
  return values;
}

TEST(Reference, MatchesAProductWorkedByHand) {
  const std::vector<float> a{1, 2, 3, 4, 5, 6}, b{7, 8, 9, 10, 11, 12};
  const std::vector<float> c{58, 64, 139, 154};
  const auto good = compare_gemm<float>(2, 2, 3, a, b, c);
  EXPECT_EQ(good.difference, 0.0);
  EXPECT_TRUE(good.ok());
  for (std::size_t i = 0; i < c.size(); ++i) {
    std::vector<float> wrong = c;
    wrong[i] += 0.001f;
    EXPECT_FALSE(compare_gemm<float>(2, 2, 3, a, b, wrong).ok()) << i;
  }
}

TEST(Reference, GemvMatchesAProductWorkedByHand) {
  const std::vector<double> a{1, 2, 3, 4, 5, 6}, x{7, 8, 9};
  EXPECT_TRUE(compare_gemv<double>(2, 3, a, x, std::vector<double>{50, 122}).ok());
  EXPECT_FALSE(compare_gemv<double>(2, 3, a, x, std::vector<double>{50, 122.0000001}).ok());
}

TEST(Reference, LinearMatchesAProductWorkedByHand) {
  const std::vector<float> x{1, 2, 3, 4, 5, 6}, w{7, 9, 11, 8, 10, 12};  // w is b of the product above, transposed
  const std::vector<float> bias{1, -100};
  EXPECT_EQ(compare_linear<float>(2, 2, 3, x, w, bias, std::vector<float>{59, 0, 140, 54}).difference, 0.0);
  EXPECT_FALSE(compare_linear<float>(2, 2, 3, x, w, bias, std::vector<float>{59, 140, 0, 54}).ok());
  EXPECT_FALSE(compare_linear<float>(2, 2, 3, x, w, bias, std::vector<float>{59, -36, 140, 54}).ok());
}

TEST(Reference, ProductsOfBytesAreExact) {
  const std::vector<std::int8_t> a{100, -2, 3, 4, 5, 127}, b{7, 8, 9, 10, 11, 127};
  const std::vector<std::int32_t> c{715, 1161, 1470, 16211};
  EXPECT_EQ(compare_gemm<std::int8_t>(2, 2, 3, a, b, c).difference, 0.0);
  for (std::size_t i = 0; i < c.size(); ++i) {
    for (const bool unwritten : {false, true}) {
      std::vector<std::int32_t> wrong = c;
      wrong[i] = unwritten ? poison_value<std::int32_t>() : wrong[i] + 1;
      EXPECT_FALSE(compare_gemm<std::int8_t>(2, 2, 3, a, b, wrong).ok()) << i;
    }
  }
}

TEST(Reference, Bfloat16ResultsMayBeRoundedOnceToEightBits) {
  const auto a = random_values<bfloat16>(2 * 32, 1), b = random_values<bfloat16>(32 * 2, 2);
  const auto product = [&](std::size_t at, std::size_t terms) {
    float sum = 0;
    for (std::size_t p = 0; p < terms; ++p) {
      sum += static_cast<float>(a[at / 2 * 32 + p]) * static_cast<float>(b[p * 2 + at % 2]);
    }
    return bfloat16{sum};
  };
  std::vector<bfloat16> c;
  for (std::size_t at = 0; at < 4; ++at) c.push_back(product(at, 32));
  EXPECT_TRUE(compare_gemm<bfloat16>(2, 2, 32, a, b, c).ok());
  for (std::size_t at = 0; at < 4; ++at) {
    std::vector<bfloat16> wrong = c;
    wrong[at] = product(at, 24);
    EXPECT_FALSE(compare_gemm<bfloat16>(2, 2, 32, a, b, wrong).ok()) << at;
  }
}

TEST(Reference, RowsAreAllComparedUntilTheyAreMany) {
  const std::vector<float> results(100000, 1.0f);
  const auto compared = [&](std::size_t rows, std::size_t cols) {
    std::vector<std::size_t> seen;
    const auto result = compare_rows<float>(rows, cols, results, 0.0, [&](std::size_t row, worst_difference& worst) {
      seen.push_back(row);
      worst.add(1, 1, 1);
    });
    EXPECT_TRUE(result.ok());
    return seen;
  };
  EXPECT_EQ(compared(1000, 1000).size(), 1000u);
  const auto many = compared(100000, 1000);
  EXPECT_EQ(many[0], 0u);
  EXPECT_EQ(many[1], 99999u);
  EXPECT_GT(many.size(), 1000u);
  EXPECT_LT(many.size(), 1100u);
  EXPECT_LT(*std::max_element(many.begin(), many.end()), 100000u);
}

TEST(Reference, DotNoticesALostTerm) {
  const std::vector<float> x{1, 2, 3}, y{4, 5, 6};
  EXPECT_TRUE(compare_dot<float>(x, y, 32).ok());
  EXPECT_FALSE(compare_dot<float>(x, y, 14).ok());
}

TEST(Reference, NanIsNeverOk) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> a{1, 2}, b{3, 4};
  EXPECT_FALSE(compare_gemm<float>(2, 2, 1, a, b, std::vector<float>{3, 4, 6, nan}).ok());
  EXPECT_FALSE(compare_gemv<float>(2, 1, a, std::vector<float>{1}, std::vector<float>{nan, 2}).ok());
  EXPECT_FALSE(compare_dot<float>(a, b, nan).ok());
  worst_difference worst;
  worst.add(std::numeric_limits<double>::quiet_NaN(), 1, 1);
  worst.add(1, 1, 1);
  EXPECT_TRUE(std::isnan(worst.value()));
}

// 256^3 multiply-adds are more than a full comparison takes: only a sample's values are compared.
TEST(Reference, SamplesALargeProduct) {
  constexpr std::size_t size = 256;
  const auto a = random_values<float>(size * size, 1), b = random_values<float>(size * size, 2);
  std::vector<float> c(size * size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t p = 0; p < size; ++p) {
      for (std::size_t j = 0; j < size; ++j) c[i * size + j] += a[i * size + p] * b[p * size + j];
    }
  }
  EXPECT_TRUE(compare_gemm<float>(size, size, size, a, b, c).ok());

  for (const std::size_t corner : {std::size_t{0}, size - 1, size * (size - 1), size * size - 1}) {
    std::vector<float> wrong = c;
    wrong[corner] += 0.1f;
    EXPECT_FALSE(compare_gemm<float>(size, size, size, a, b, wrong).ok()) << corner;
  }
  std::vector<float> wrong_tile = c;
  for (std::size_t i = 128; i < 160; ++i) {
    for (std::size_t j = 64; j < 96; ++j) wrong_tile[i * size + j] *= 2;
  }
  EXPECT_FALSE(compare_gemm<float>(size, size, size, a, b, wrong_tile).ok());
  std::vector<float> unwritten = c;
  unwritten[12345] = std::numeric_limits<float>::quiet_NaN();  // wherever it is
  EXPECT_FALSE(compare_gemm<float>(size, size, size, a, b, unwritten).ok());
}

TEST(Reference, BoundGrowsWithTheSumAndStaysUsefulForLongOnes) {
  double before = 0;
  for (const std::size_t terms : {1u, 2u, 63u, 64u, 1000u, 1000000u, 100000000u}) {
    const double bound = rounding_bound<float>(terms);
    EXPECT_GT(bound, before);
    EXPECT_LT(bound, 0.01);
    EXPECT_LT(rounding_bound<double>(terms), 1e-8 * bound);
    before = bound;
  }
}

TEST(Reference, SamplesBothEndsAndNothingTwice) {
  for (const std::size_t count :
       {std::size_t{1}, std::size_t{1} << 20, (std::size_t{1} << 20) + 1, std::size_t{5000011}}) {
    std::vector<std::size_t> seen;
    for_each_sampled(count, [&](std::size_t i) { seen.push_back(i); });
    EXPECT_EQ(seen.front(), 0u);
    EXPECT_EQ(seen.back(), count - 1);
    EXPECT_EQ(seen.size(), std::min<std::size_t>(count, 1 << 20));
    EXPECT_TRUE(std::is_sorted(seen.begin(), seen.end()));
    if (count != (1u << 20) + 1) {  // there the blocks must overlap
      EXPECT_EQ(std::adjacent_find(seen.begin(), seen.end()), seen.end());
    }
  }
}

}  // namespace
}  // namespace calib::kernels
