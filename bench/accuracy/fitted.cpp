#include "fitted.hpp"

#include <memory>
#include <vector>

#include "fit/fitted_table.hpp"

namespace calib::bench {

predictor process(const fit::measurement_set& seen, const fit::model_options& options) {
  std::vector<fit::shape> shapes;
  std::vector<double> latency_s;
  for (const fit::measured_shape& one : seen.shapes) {
    shapes.push_back(one.dims);
    latency_s.push_back(one.latency_s);
  }
  const auto model =
      std::make_shared<const fit::latency_model>(seen.operation, seen.precision, shapes, latency_s, options);
  return [model](std::span<const fit::shape> where) { return model->predict(where); };
}

predictor tables(const fit::measurement_set& seen, const fit::model_options& options) {
  const loaded_profile mapper = fit::as_loaded(fit::fit_tables(seen, options));
  return [mapper, operation = seen.operation, p = seen.precision](std::span<const fit::shape> shapes) {
    std::vector<double> latency_s;
    for (const fit::shape& one : shapes) latency_s.push_back(mapper.estimate(operation, p, one).latency.count());
    return latency_s;
  };
}

}  // namespace calib::bench
