#include "calibration/measured_job.hpp"

#include <gtest/gtest.h>

#include "kernels/backends.hpp"

namespace calib::calibration {
namespace {

class MeasuredJob : public testing::Test {
 protected:
  MeasuredJob() {
    one.plan.kernel = kernels_of_backend[0].get();
    for (std::size_t i = 0; i < 4; ++i) {
      const std::size_t dimensions = one.plan.kernel->dimensions().size();
      one.plan.shapes.emplace_back(dimensions, 10 * (i + 1));
      one.results.push_back({});
      one.results.back().accepted = 1;
      one.results.back().normalised.median = 1e-6;
    }
  }

  void only_rejected(std::size_t i) {
    one.results[i].accepted = 0;
    one.results[i].rejected = 2;
    one.results[i].from_rejected = true;
  }

  std::unique_ptr<kernels::backend> own = kernels::make_own_naive();
  std::vector<std::unique_ptr<kernels::kernel>> kernels_of_backend = own->kernels();
  measured_job one;
};

TEST_F(MeasuredJob, HoldsTheShapesThatHaveData) {
  one.results[2].accepted = 0;
  const fit::measurement_set set = measurement_set_of(one);
  ASSERT_EQ(set.shapes.size(), 3U);
  EXPECT_EQ(set.shapes[2].dims, one.plan.shapes[3]);
  EXPECT_EQ(set.shapes[2].latency_s, 1e-6);
}

TEST_F(MeasuredJob, KnowsWhichResultsAreOfItsTable) {
  one.plan.probes = 1;
  one.plan.held_out = 2;
  one.results[1].accepted = 7;
  one.results[2].accepted = 8;
  EXPECT_EQ(one.of_table().size(), 1U);
  ASSERT_EQ(one.of_probes().size(), 1U);
  EXPECT_EQ(one.of_probes()[0].accepted, 7U);
  ASSERT_EQ(one.of_held_out().size(), 2U);
  EXPECT_EQ(one.of_held_out()[0].accepted, 8U);
}

TEST_F(MeasuredJob, LeavesOutRejectedSamplesWhereOthersAreEnough) {
  only_rejected(0);
  only_rejected(1);
  const fit::measurement_set set = measurement_set_of(one);
  ASSERT_EQ(set.shapes.size(), 2U);
  EXPECT_EQ(set.shapes[0].dims, one.plan.shapes[2]);
}

TEST_F(MeasuredJob, TakesRejectedSamplesWhereThereIsLittleElse) {
  for (std::size_t i = 0; i < 3; ++i) only_rejected(i);
  const fit::measurement_set set = measurement_set_of(one);
  ASSERT_EQ(set.shapes.size(), 4U);
  EXPECT_TRUE(set.shapes[2].disturbed);
  EXPECT_FALSE(set.shapes[3].disturbed);
}

}  // namespace
}  // namespace calib::calibration
