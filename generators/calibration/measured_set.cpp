#include "calibration/measured_set.hpp"

namespace calib::calibration {

std::vector<std::span<const measure::result>> results_of(std::span<const job> jobs,
                                                         std::span<const measure::result> results) {
  std::vector<std::span<const measure::result>> parts;
  for (const job& one : jobs) {
    parts.push_back(results.first(one.shapes.size()));
    results = results.subspan(one.shapes.size());
  }
  return parts;
}

fit::measurement_set measured_set(const job& one, std::span<const measure::result> results) {
  fit::measurement_set set;
  set.operation = one.kernel->operation();
  set.precision = one.kernel->precision();
  for (const std::string_view name : one.kernel->dimensions()) set.dimensions.emplace_back(name);
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (results[i].has_data()) set.shapes.push_back({one.shapes[i], results[i].normalised.median});
  }
  return set;
}

}  // namespace calib::calibration
