#include "fit/base.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "statistics/statistics.hpp"

namespace calib::fit {
namespace {

double mean_log_error(const base_model& model, std::span<const cost> work, std::span<const double> latency_s) {
  double sum = 0;
  for (std::size_t i = 0; i < work.size(); ++i) sum += std::abs(std::log(model(work[i]) / latency_s[i]));
  return sum / static_cast<double>(work.size());
}

std::vector<double> rates_of(std::span<const double> amounts, std::span<const double> latency_s) {
  std::vector<double> rates;
  for (std::size_t i = 0; i < amounts.size(); ++i) rates.push_back(amounts[i] / latency_s[i]);
  return rates;
}

}  // namespace

double base_model::operator()(const cost& work) const {
  const double compute = flops_per_s > 0 ? work.arithmetic.value / flops_per_s : 0.0;
  const double memory = bytes_per_s > 0 ? work.traffic.value / bytes_per_s : 0.0;
  return overhead_s + std::max(compute, memory);
}

base_model fit_base(std::span<const cost> work, std::span<const double> latency_s) {
  std::vector<double> flops, bytes;
  for (const cost& w : work) {
    flops.push_back(w.arithmetic.value);
    bytes.push_back(w.traffic.value);
  }
  const std::vector<double> flop_rates = rates_of(flops, latency_s), byte_rates = rates_of(bytes, latency_s);
  // Where none of the shapes is limited by a rate, any larger one fits as well, and says of larger shapes that they
  // take no time.
  constexpr double beyond_seen = 2;
  const base_model upper{std::numeric_limits<double>::infinity(), beyond_seen * std::ranges::max(flop_rates),
                         beyond_seen * std::ranges::max(byte_rates)};
  // Beginnings: a little under the smallest latencies, and the rates that only the best shapes exceed.
  base_model best{0.8 * statistics::quantile(latency_s, 0.005), statistics::quantile(flop_rates, 0.995),
                  statistics::quantile(byte_rates, 0.99)};
  double least = mean_log_error(best, work, latency_s);
  constexpr double first_step = 0.4, last_step = 0.01;
  for (double step = first_step; step > last_step;) {
    bool improved = false;
    for (double base_model::*parameter :
         {&base_model::overhead_s, &base_model::flops_per_s, &base_model::bytes_per_s}) {
      for (const double factor : {1 + step, 1 / (1 + step)}) {
        base_model other = best;
        other.*parameter = std::min(factor * best.*parameter, upper.*parameter);
        const double error = mean_log_error(other, work, latency_s);
        if (error < least - 1e-6) {
          least = error;
          best = other;
          improved = true;
        }
      }
    }
    if (!improved) step /= 2;
  }
  return best;
}

}  // namespace calib::fit
