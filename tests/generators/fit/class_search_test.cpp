#include "fit/class_search.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numeric>
#include <random>
#include <vector>

#include "calib/op/gemm.hpp"
#include "fit/base.hpp"
#include "fit/phase_search.hpp"

namespace calib::fit {
namespace {

constexpr Eigen::Index all_rows = 1000;  // and more: no set here is as large

using gemm = op::gemm<f32>;

// Products that take `factor` of what a roofline says, with some noise.
shape_classes found_in(std::size_t count, const std::function<double(const gemm&)>& factor) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> log_size(4, 9);
  std::normal_distribution<double> noise(0, 0.01);
  std::vector<shape> shapes;
  std::vector<double> latency_s;
  for (std::size_t i = 0; i < count; ++i) {
    shape one;
    for (int d = 0; d < 3; ++d) one.push_back(static_cast<std::size_t>(std::exp2(log_size(random))));
    if (i % 2 == 0) one[1] = (one[1] + 15) / 16 * 16;
    const gemm product{one[0], one[1], one[2]};
    latency_s.push_back(base_model{1e-6, 100e9, 20e9}(product.work()) * factor(product) * std::exp(noise(random)));
    shapes.push_back(std::move(one));
  }
  const std::vector<axis_phase> no_phases(3);
  return find_classes("gemm", precision::f32, shapes, latency_s, no_phases, all_rows, 1);
}

TEST(FindClasses, FindsWholeRows) {
  const shape_classes found = found_in(300, [](const gemm& one) { return one.n % 16 == 0 ? 1.0 : 1.4; });
  EXPECT_EQ(found[0].rule, class_rule::multiple_of);
  EXPECT_EQ(found[0].amount, 16U);
  EXPECT_EQ(found[0].axis, 1U);
  EXPECT_FALSE(found[1].any());
}

TEST(FindClasses, FindsTheSizeThatAnAlgorithmAsksFor) {
  const shape_classes found = found_in(300, [](const gemm& one) { return one.k > 64 ? 1.0 : 1.5; });
  EXPECT_EQ(found[0].rule, class_rule::size_above);
  EXPECT_EQ(found[0].axis, 2U);
  EXPECT_NEAR(static_cast<double>(found[0].amount), 64, 1);
  EXPECT_FALSE(found[1].any());
}

TEST(FindClasses, FindsTwo) {
  const auto small = [](const gemm& one) { return one.work().arithmetic.value <= 2e6; };
  const shape_classes found =
      found_in(400, [&](const gemm& one) { return (one.n % 16 == 0 ? 1.0 : 1.3) * (small(one) ? 0.5 : 1.0); });
  ASSERT_EQ(grid_count(found), 4U);
  const bool size_first = found[0].rule == class_rule::flops_above;
  const shape_class &by_size = found[size_first ? 0 : 1], &by_rows = found[size_first ? 1 : 0];
  EXPECT_EQ(by_size.rule, class_rule::flops_above);
  EXPECT_NEAR(static_cast<double>(by_size.amount), 2e6, 0.3e6);
  EXPECT_EQ(by_rows.rule, class_rule::multiple_of);
  EXPECT_EQ(by_rows.amount, 16U);
}

TEST(FindClasses, FindsWhatNeedsWholeRowsInTwoMatrices) {
  const shape_classes found =
      found_in(400, [](const gemm& one) { return one.n % 4 == 0 && one.k % 4 == 0 ? 1.0 : 1.5; });
  EXPECT_EQ(found[0].rule, class_rule::multiple_of);
  EXPECT_EQ(found[0].amount, 4U);
  EXPECT_EQ(found[0].axis, 1U);
  EXPECT_EQ(found[0].also, 2U);
}

// Rows of whole vectors are aligned; others take elements one by one until they are, and after the last whole vector:
// 16 less what the length shares with 16, and so as many as each length has for itself. Each length occurs in five
// shapes, of which four tell of the fifth without any rule.
TEST(FindClasses, FindsAlignedRowsAmongLengthsThatOccurOften) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> log_rows(2, 10), log_cols(4, 10);
  std::normal_distribution<double> noise(0, 0.01);
  std::vector<shape> shapes;
  std::vector<double> latency_s;
  for (std::size_t length = 0; length < 60; ++length) {
    auto cols = static_cast<std::size_t>(std::exp2(log_cols(random)));
    if (length % 3 == 0) cols = (cols + 15) / 16 * 16;
    for (std::size_t i = 0; i < 5; ++i) {
      const auto rows = static_cast<std::size_t>(std::exp2(log_rows(random)));
      const double row_ns = 20 + 0.4 * static_cast<double>(cols) + 6 * static_cast<double>(16 - std::gcd(cols, 16U));
      shapes.push_back({rows, cols});
      latency_s.push_back(1e-9 * row_ns * static_cast<double>(rows) * std::exp(noise(random)));
    }
  }
  const shape_classes found =
      find_classes("softmax", precision::f32, shapes, latency_s,
                   find_phases("softmax", precision::f32, shapes, latency_s, all_rows, 1), all_rows, 1);
  const auto is_aligned_rows = [](const shape_class& one) {
    return one.rule == class_rule::multiple_of && one.amount == 16 && one.axis == 1;
  };
  EXPECT_TRUE(is_aligned_rows(found[0]) || is_aligned_rows(found[1]));
}

// Rows that alias cost where few of them share what is read, and nothing where many do: no shift of all that have them.
TEST(FindClasses, FindsFewRowsThatAliasWhereTheyCost) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> log_size(3, 9);
  std::uniform_int_distribution<std::size_t> multiple(0, 3);
  std::normal_distribution<double> noise(0, 0.01);
  std::vector<shape> shapes;
  std::vector<double> latency_s;
  for (std::size_t i = 0; i < 900; ++i) {
    shape one;
    for (int d = 0; d < 3; ++d) one.push_back(static_cast<std::size_t>(std::exp2(log_size(random))));
    if (i % 12 == 0) one[1] = 512 * (1 + multiple(random));
    if (i % 12 == 1) one[1] = 256 * (1 + 2 * multiple(random));
    const gemm product{one[0], one[1], one[2]};
    const double few = 4.0 / (4.0 + static_cast<double>(one[0]));
    const double factor = one[1] % 512 == 0 ? 1 + few : 1.0;
    latency_s.push_back(base_model{1e-6, 100e9, 20e9}(product.work()) * factor * std::exp(noise(random)));
    shapes.push_back(std::move(one));
  }
  const std::vector<axis_phase> no_phases(3);
  const shape_classes found = find_classes("gemm", precision::f32, shapes, latency_s, no_phases, all_rows, 1);
  EXPECT_EQ(found[0].rule, class_rule::multiple_of);
  EXPECT_EQ(found[0].amount, 512U);
  EXPECT_EQ(found[0].axis, 1U);
}

TEST(FindClasses, FindsNoneWhereThereAreNone) {
  const shape_classes found = found_in(300, [](const gemm&) { return 1.0; });
  EXPECT_EQ(grid_count(found), 1U);
}

TEST(FindClasses, FindsInFewShapesWhatTakesMostOfTheErrorOff) {
  const shape_classes found = found_in(80, [](const gemm& one) { return one.n % 16 == 0 ? 1.0 : 4.0; });
  EXPECT_EQ(found[0].rule, class_rule::multiple_of);
  EXPECT_EQ(found[0].amount, 16U);
}

TEST(FindClasses, FindsNothingLessInFewShapes) {
  const shape_classes found = found_in(80, [](const gemm& one) { return one.n % 16 == 0 ? 1.0 : 1.02; });
  EXPECT_EQ(grid_count(found), 1U);
}

TEST(FindClasses, FindsNoneInTooFewShapes) {
  const shape_classes found = found_in(40, [](const gemm& one) { return one.n % 16 == 0 ? 1.0 : 4.0; });
  EXPECT_EQ(grid_count(found), 1U);
}

}  // namespace
}  // namespace calib::fit
