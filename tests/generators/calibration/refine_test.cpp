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
  one.axes = {{.name = "rows", .knots = {1, 16}}, {.name = "cols", .knots = {16, 32}}};
  one.fitted = true;
  one.most = {.memory_bytes = std::size_t{1} << 20U, .flops = 1e9};
  one.shapes = plan::scattered_shapes(one.axes, 100, 1, one.affordable());
  one.most_shapes = 200;
  std::vector<measure::result> results(one.shapes.size());
  for (std::size_t i = 0; i < results.size(); i += 2) {
    results[i].accepted = 3;
    results[i].normalised.median = i % 4 == 0 ? 1e-6 : 2e-6;
  }
  std::vector<job> jobs{one};
  EXPECT_GT(refine(jobs, results, 1, 1, 1), 20U);
  const std::vector<plan::shape>& now = jobs.front().shapes;
  EXPECT_EQ(std::set<plan::shape>(now.begin(), now.end()).size(), now.size());
}

}  // namespace
}  // namespace calib::calibration
