#include "by_form.hpp"

#include <algorithm>
#include <map>
#include <string>

#include "profile_io/operations.hpp"

namespace calib::bench {

predictor by_form(const method& way, const fit::measurement_set& seen, const fit::model_options& options) {
  const auto parts = fit::split_by_form(seen);
  if (parts.front().operation == seen.operation) return way.calibrate(seen, options);
  std::map<std::string, predictor, std::less<>> predictors;
  for (const fit::measurement_set& part : parts) {
    fit::model_options own = options;
    own.max_points = std::max<std::size_t>(1, options.max_points * part.shapes.size() / seen.shapes.size());
    predictors[part.operation] = way.calibrate(part, own);
  }
  return [predictors, operation = seen.operation](std::span<const fit::shape> shapes) {
    std::vector<double> latency_s;
    for (const fit::shape& one : shapes) {
      const auto form = profile_io::lowered(operation, one);
      const std::vector<fit::shape> alone{form->dims};
      latency_s.push_back(predictors.find(form->operation)->second(alone).front());
    }
    return latency_s;
  };
}

}  // namespace calib::bench
