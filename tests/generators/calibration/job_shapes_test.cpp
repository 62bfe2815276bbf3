#include "calibration/job_shapes.hpp"

#include <gmock/gmock.h>

#include <string>

namespace calib::calibration {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class JobShapes : public testing::Test {
 protected:
  JobShapes() : jobs(3) {
    jobs[0].shapes = {{1}, {2}};
    jobs[2].shapes = {{3}};
  }
  std::vector<job> jobs;
};

TEST_F(JobShapes, AreThoseOfAllJobsInTurn) {
  std::vector<std::size_t> tables, sizes;
  for (const job_shape& shape : shapes_in_turn(jobs)) {
    tables.push_back(shape.table);
    sizes.push_back(shape.dims.front());
  }
  EXPECT_THAT(tables, ElementsAre(0, 0, 2));
  EXPECT_THAT(sizes, ElementsAre(1, 2, 3));
  EXPECT_EQ(shape_count(jobs), 3U);
}

TEST_F(JobShapes, GiveEachJobItsPart) {
  const auto parts = by_job<std::string>(jobs, {"a", "b", "c"});
  EXPECT_THAT(parts, ElementsAre(ElementsAre("a", "b"), IsEmpty(), ElementsAre("c")));
}

}  // namespace
}  // namespace calib::calibration
