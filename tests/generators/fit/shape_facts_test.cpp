#include "fit/shape_facts.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "calib/op/gemm.hpp"

namespace calib::fit {
namespace {

TEST(EffectiveCoordinates, FollowThePhaseOfEachAxis) {
  const std::vector<axis_phase> phases{{.period = 4, .weight = 0.5}, {}};
  const std::vector<shape> shapes{{5, 5}, {8, 7}};
  const coordinate_matrix coordinates = effective_coordinates(shapes, phases);
  EXPECT_EQ(coordinates(0, 0), 6.5);
  EXPECT_EQ(coordinates(0, 1), 5);
  EXPECT_EQ(coordinates(1, 0), 8);
  EXPECT_EQ(coordinates(1, 1), 7);
}

TEST(IsChoice, WhereFewSizesOccur) {
  const std::vector<shape> shapes{{1, 1}, {2, 2}, {1, 3}, {2, 4}, {1, 5}};
  EXPECT_TRUE(is_choice(shapes, 0));
  EXPECT_FALSE(is_choice(shapes, 1));
}

TEST(WorkOf, IsThatOfTheOperationAtWholeCoordinates) {
  const auto work = work_of("gemm", precision::f32, coordinate_matrix{{3, 4, 5}, {1, 1, 1}});
  ASSERT_EQ(work.size(), 2U);
  const cost expected = op::gemm<f32>{3, 4, 5}.work();
  EXPECT_EQ(work[0].arithmetic.value, expected.arithmetic.value);
  EXPECT_EQ(work[0].traffic.value, expected.traffic.value);
}

TEST(WorkOf, IsLinearBetweenWholeCoordinates) {
  const auto work = work_of("gemm", precision::f32, coordinate_matrix{{2.5, 8, 4.25}});
  EXPECT_DOUBLE_EQ(work[0].arithmetic.value, 2 * 2.5 * 8 * 4.25);
}

TEST(Membership, HasAColumnForEachClass) {
  const std::vector<shape> shapes{{4, 8, 1}, {100, 9, 100}};
  const shape_classes classes{shape_class{}, shape_class{class_rule::multiple_of, 8, 1}};
  EXPECT_EQ(membership("gemm", precision::f32, shapes, classes), (Eigen::MatrixXd{{1}, {0}}));
  const shape_classes both{shape_class{class_rule::flops_above, 1000, 0}, shape_class{class_rule::multiple_of, 8, 1}};
  EXPECT_EQ(membership("gemm", precision::f32, shapes, both), (Eigen::MatrixXd{{0, 1}, {1, 0}}));
  EXPECT_EQ(membership("gemm", precision::f32, shapes, {}).cols(), 0);
}

TEST(FeaturesOf, SpareZeroItsLogarithm) {
  const feature_matrix features = features_of(coordinate_matrix{{0, 1, 6.5, 8}});
  EXPECT_EQ(features(0, 0), 0);
  EXPECT_EQ(features(0, 1), 0);
  EXPECT_DOUBLE_EQ(features(0, 2), std::log2(6.5));
  EXPECT_EQ(features(0, 3), 3);
}

TEST(FeaturesWithWork, FollowThoseOfTheDimensions) {
  const std::vector<cost> work{{flops{1024}, bytes{64}}, {flops{0}, bytes{0}}};
  const feature_matrix features = features_with_work(coordinate_matrix{{2, 8}, {1, 1}}, work);
  ASSERT_EQ(features.cols(), 4);
  EXPECT_EQ(features(0, 0), 1);
  EXPECT_EQ(features(0, 1), 3);
  EXPECT_EQ(features(0, 2), 6);
  EXPECT_EQ(features(0, 3), 4);
  EXPECT_EQ(features(1, 2), 0);
  EXPECT_EQ(features(1, 3), 0);
}

}  // namespace
}  // namespace calib::fit
