#include "calibration/measured_set.hpp"

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

std::vector<std::span<const measure::result>> results_of(std::span<const job> jobs,
                                                         std::span<const measure::result> results) {
  std::vector<std::span<const measure::result>> parts;
  for (const job& one : jobs) {
    parts.push_back(results.first(one.shapes.size()));
    results = results.subspan(one.shapes.size());
  }
  return parts;
}

std::vector<bool> worth_a_point(std::span<const measure::result> results) {
  const bool leave_out_rejected = enough_without_rejected(results);
  std::vector<bool> taken;
  for (const measure::result& one : results)
    taken.push_back(one.has_data() && !(leave_out_rejected && one.from_rejected));
  return taken;
}

fit::measurement_set measured_set(const job& one, std::span<const measure::result> results) {
  fit::measurement_set set;
  set.operation = one.kernel->operation();
  set.precision = one.kernel->precision();
  for (const std::string_view name : one.kernel->dimensions()) set.dimensions.emplace_back(name);
  const std::vector<bool> taken = worth_a_point(results);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!taken[i]) continue;
    set.shapes.push_back(
        {.dims = one.shapes[i], .latency_s = results[i].normalised.median, .disturbed = results[i].from_rejected});
  }
  return set;
}

}  // namespace calib::calibration
