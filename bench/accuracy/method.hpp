#pragma once
/// A way of predicting latencies: given measurements and how many of them it may rest on, it gives a predictor.

#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "fit/latency_model.hpp"
#include "fit/measurement_set.hpp"

namespace calib::bench {

/// Seconds for each shape.
using predictor = std::function<std::vector<double>(std::span<const fit::shape>)>;

struct method {
  std::string_view name;
  predictor (*calibrate)(const fit::measurement_set& seen, const fit::model_options& options);
};

}  // namespace calib::bench
