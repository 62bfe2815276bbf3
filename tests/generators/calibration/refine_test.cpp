#include "calibration/refine.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "kernels/backends.hpp"

namespace calib::calibration {
namespace {

const kernels::kernel& softmax_of(const std::vector<std::unique_ptr<kernels::kernel>>& kernels) {
  return **std::find_if(kernels.begin(), kernels.end(), [](const auto& one) { return one->operation() == "softmax"; });
}

// So few sizes that those drawn are often those there are. One half of the shapes is measured, with latencies that no
// other shape tells.
TEST(Refine, AddsNoShapeThatIsAlreadyThere) {
  const auto own = kernels::make_eigen();
  const auto kernels = own->kernels();
  job one;
  one.kernel = &softmax_of(kernels);
  one.range = {{.name = "rows", .knots = {1, 16}}, {.name = "cols", .knots = {16, 32}}};
  one.limits = {.memory_bytes = std::size_t{1} << 20U, .flops = 1e9};
  one.shapes = plan::scattered_shapes(one.range, 100, 1, one.affordable());
  one.most_shapes = 200;
  measured_job measured{one, std::vector<measure::result>(one.shapes.size())};
  for (std::size_t i = 0; i < measured.results.size(); i += 2) {
    measured.results[i].accepted = 3;
    measured.results[i].normalised.median = i % 4 == 0 ? 1e-6 : 2e-6;
  }
  const std::vector<job> jobs = refine(std::vector{measured}, 1, 1, 1);
  ASSERT_EQ(jobs.size(), 1U);
  const std::vector<plan::shape>& now = jobs.front().shapes;
  EXPECT_GT(now.size(), one.shapes.size() + 20);
  EXPECT_TRUE(std::equal(one.shapes.begin(), one.shapes.end(), now.begin()));
  EXPECT_EQ(std::set<plan::shape>(now.begin(), now.end()).size(), now.size());
}

}  // namespace
}  // namespace calib::calibration
