#include "report/families.hpp"

#include <gtest/gtest.h>

#include "calib/op/list.hpp"

namespace calib::report {
namespace {

TEST(Families, EachMeasuredOperationHasOne) {
  for_each_operation<f32>([]<class Op>() {
    const bool is_call = Op::name == "dispatch";
    EXPECT_EQ(family_names[family_of(Op::name)] == "other", is_call) << Op::name;
  });
}

TEST(Families, NamesTellTheFamily) {
  EXPECT_EQ(family_names[family_of("linear")], "products");
  EXPECT_EQ(family_names[family_of("conv2d_3x3")], "convolutions");
  EXPECT_EQ(family_names[family_of("attention_decode_wide")], "attention");
  EXPECT_EQ(family_names[family_of("batch_norm_planes")], "normalisation");
  EXPECT_EQ(family_names[family_of("global_avg_pool_planes")], "pooling");
  EXPECT_EQ(family_names[family_of("triad")], "data movement");
}

}  // namespace
}  // namespace calib::report
