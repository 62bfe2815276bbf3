#include "calibration/measured_job.hpp"

#include <algorithm>

namespace calib::calibration {
namespace {

// Of the shapes, with accepted samples. What a table makes of so many is nearer the truth than what was measured while
// the core was shared, which is half as long again, and than what is left of that without disturbance.
constexpr double enough_undisturbed = 0.5;

bool enough_without_rejected(std::span<const measure::result> results) {
  const auto undisturbed =
      std::count_if(results.begin(), results.end(), [](const measure::result& one) { return one.accepted > 0; });
  return static_cast<double>(undisturbed) >= enough_undisturbed * static_cast<double>(results.size());
}

}  // namespace

std::vector<bool> worth_a_point(std::span<const measure::result> results) {
  const bool leave_out_rejected = enough_without_rejected(results);
  std::vector<bool> taken;
  for (const measure::result& one : results)
    taken.push_back(one.has_data() && !(leave_out_rejected && one.from_rejected));
  return taken;
}

fit::measurement_set measurement_set_of(const measured_job& one) {
  const kernels::kernel& kernel = *one.plan.kernel;
  fit::measurement_set set;
  set.operation = kernel.operation();
  set.precision = kernel.precision();
  for (const std::string_view name : kernel.dimensions()) set.dimensions.emplace_back(name);
  const std::vector<bool> taken = worth_a_point(one.results);
  for (std::size_t i = 0; i < one.results.size(); ++i) {
    if (!taken[i]) continue;
    set.shapes.push_back({.dims = one.plan.shapes[i],
                          .latency_s = one.results[i].normalised.median,
                          .disturbed = one.results[i].from_rejected});
  }
  return set;
}

}  // namespace calib::calibration
