#include "statistics/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>
#include <string>

namespace calib::statistics {
namespace {

void require_values(std::span<const double> values, const char* where) {
  if (values.empty()) {
    throw std::invalid_argument(std::string(where) + ": no values; give at least one");
  }
}

double quantile_of_sorted(std::span<const double> ordered, double p) {
  const double position = p * static_cast<double>(ordered.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, ordered.size() - 1);
  const double weight = position - static_cast<double>(below);
  return ordered[below] + weight * (ordered[above] - ordered[below]);
}

// The longest dependence looked for: a quarter of the series, beyond which an estimate rests on too few pairs.
constexpr std::size_t lag_divisor = 4;

// An autocorrelation of an independent series has standard deviation 1/sqrt(n); 1.96 of them is the usual 5 % test.
constexpr double significance_z = 1.96;

}  // namespace

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> ordered(values.begin(), values.end());
  std::sort(ordered.begin(), ordered.end());
  return ordered;
}

double median(std::span<const double> values) { return quantile(values, 0.5); }

double quantile(std::span<const double> values, double p) {
  require_values(values, "quantile");
  if (!(p >= 0.0 && p <= 1.0)) {
    throw std::invalid_argument("quantile: p = " + std::to_string(p) + "; give p between 0 and 1");
  }
  return quantile_of_sorted(sorted(values), p);
}

double median_absolute_deviation(std::span<const double> values) {
  const double centre = median(values);
  std::vector<double> distances(values.begin(), values.end());
  for (double& value : distances) {
    value = std::abs(value - centre);
  }
  return median(distances);
}

double mean(std::span<const double> values) {
  require_values(values, "mean");
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double geometric_mean(std::span<const double> values) {
  require_values(values, "geometric_mean");
  double sum_of_logs = 0.0;
  for (const double value : values) {
    if (!(value > 0.0)) {
      throw std::invalid_argument("geometric_mean: value " + std::to_string(value) + "; give positive values only");
    }
    sum_of_logs += std::log(value);
  }
  return std::exp(sum_of_logs / static_cast<double>(values.size()));
}

double relative_spread(std::span<const double> values) { return quantile(values, 0.9) / quantile(values, 0.1) - 1.0; }

double relative_drift(std::span<const double> values) {
  if (values.size() < 2) {
    return 0.0;
  }
  const std::size_t third = std::max<std::size_t>(1, values.size() / 3);
  return median(values.last(third)) / median(values.first(third)) - 1.0;
}

double autocorrelation(std::span<const double> values, std::size_t lag) {
  require_values(values, "autocorrelation");
  if (lag >= values.size()) {
    return 0.0;
  }
  const double centre = mean(values);
  double variance = 0.0;
  double covariance = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    variance += (values[i] - centre) * (values[i] - centre);
    if (i + lag < values.size()) {
      covariance += (values[i] - centre) * (values[i + lag] - centre);
    }
  }
  return variance > 0.0 ? covariance / variance : 0.0;
}

double effective_sample_size(std::span<const double> values) {
  require_values(values, "effective_sample_size");
  const double centre = median(values);
  std::vector<double> signs(values.begin(), values.end());
  for (double& value : signs) {
    value = value > centre ? 1.0 : (value < centre ? -1.0 : 0.0);
  }
  const double n = static_cast<double>(values.size());
  const double threshold = significance_z / std::sqrt(n);
  double inflation = 1.0;
  for (std::size_t lag = 1; lag <= values.size() / lag_divisor; ++lag) {
    const double correlation = autocorrelation(signs, lag);
    if (correlation <= threshold) {
      break;
    }
    inflation += 2.0 * correlation;
  }
  return std::clamp(n / inflation, 1.0, n);
}

}  // namespace calib::statistics
