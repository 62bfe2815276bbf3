#include "calibration/measured_set.hpp"

#include <gtest/gtest.h>

#include "kernels/backends.hpp"

namespace calib::calibration {
namespace {

class MeasuredSet : public testing::Test {
 protected:
  MeasuredSet() {
    one.kernel = kernels_of_backend[0].get();
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t dimensions = one.kernel->dimensions().size();
      one.shapes.emplace_back(dimensions, 10 * (i + 1));
      results.push_back({});
      results.back().accepted = 1;
      results.back().normalised.median = 1e-6;
    }
  }

  void only_rejected(std::size_t i) {
    results[i].accepted = 0;
    results[i].rejected = 2;
    results[i].from_rejected = true;
  }

  std::unique_ptr<kernels::backend> own = kernels::make_own_naive();
  std::vector<std::unique_ptr<kernels::kernel>> kernels_of_backend = own->kernels();
  job one;
  std::vector<measure::result> results;
};

TEST_F(MeasuredSet, HoldsTheShapesThatHaveData) {
  results[2].accepted = 0;
  const fit::measurement_set set = measured_set(one, results);
  ASSERT_EQ(set.shapes.size(), 3U);
  EXPECT_EQ(set.shapes[2].dims, one.shapes[3]);
  EXPECT_EQ(set.shapes[2].latency_s, 1e-6);
}

TEST_F(MeasuredSet, LeavesOutRejectedSamplesWhereOthersAreEnough) {
  only_rejected(0);
  only_rejected(1);
  const fit::measurement_set set = measured_set(one, results);
  ASSERT_EQ(set.shapes.size(), 2U);
  EXPECT_EQ(set.shapes[0].dims, one.shapes[2]);
}

TEST_F(MeasuredSet, TakesRejectedSamplesWhereThereIsLittleElse) {
  for (std::size_t i = 0; i < 3; ++i) only_rejected(i);
  const fit::measurement_set set = measured_set(one, results);
  ASSERT_EQ(set.shapes.size(), 4U);
  EXPECT_TRUE(set.shapes[2].disturbed);
  EXPECT_FALSE(set.shapes[3].disturbed);
}

}  // namespace
}  // namespace calib::calibration
