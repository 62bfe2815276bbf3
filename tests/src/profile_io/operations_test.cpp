#include "profile_io/operations.hpp"

#include <gtest/gtest.h>

#include "calib/op/gemm.hpp"

namespace calib {
namespace {

profile_io::table_data counted() {
  profile_io::table_data table;
  table.operation = "gemm";
  table.axes = {{"m", {8, 64, 512}, {}, profile_io::range_data{8, 64}}, {"n", {16, 100}}, {"k", {32, 96}}};
  for (int i = 0; i < 12; ++i) table.latency_s.push_back(i);
  return table;
}

TEST(LargestMeasured, IsTheLastShapeThatWasMeasured) {
  const profile_io::largest_shape found = profile_io::largest_measured(counted());
  EXPECT_EQ(found.work.arithmetic, (op::gemm<f32>{64, 100, 96}.work().arithmetic));
  EXPECT_EQ(found.latency_s, 7) << "row 1 of m, 1 of n, 1 of k";
}

TEST(LargestMeasured, IsReadFromTheGridOfItsClasses) {
  profile_io::table_data table = counted();
  table.classes = {shape_class{class_rule::flops_above, 1000, 0}, shape_class{class_rule::multiple_of, 16, 1}};
  for (int grid = 1; grid < 4; ++grid) {
    for (int i = 0; i < 12; ++i) table.latency_s.push_back(100 * grid + i);
  }
  EXPECT_EQ(profile_io::largest_measured(table).latency_s, 207) << "large, but no multiple of 16 in n";
}

TEST(LargestMeasured, IsAmongTheMeasurementsWhereTheyAreKnown) {
  profile_io::table_data table = counted();
  table.measurements = {{{8, 64, 8}, {16, 100, 100}, {96, 32, 32}}, {1.0, 2.0, 3.0}};
  const profile_io::largest_shape found = profile_io::largest_measured(table);
  EXPECT_EQ(found.work.traffic, (op::gemm<f32>{64, 100, 32}.work().traffic)) << "the corner was too dear to measure";
  EXPECT_EQ(found.latency_s, 2.0);
}

}  // namespace
}  // namespace calib
