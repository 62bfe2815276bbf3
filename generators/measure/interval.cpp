#include "measure/interval.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <vector>

#include "measure/error.hpp"
#include "statistics/statistics.hpp"

namespace calib::measure {
namespace {

void require_confidence(double confidence, const char* where) {
  if (!(confidence > 0.0 && confidence < 1.0)) {
    throw error(errc::invalid_argument, where, "confidence " + std::to_string(confidence),
                "give a confidence between 0 and 1, for example 0.95");
  }
}

// P(B = i) for i = 0, 1, ... in turn; kept as a logarithm because 2^-n underflows beyond n = 1074.
class fair_binomial {
 public:
  explicit fair_binomial(std::size_t n) : n_(n), log_probability_(-static_cast<double>(n) * std::numbers::ln2) {}

  [[nodiscard]] double next() {
    const double probability = std::exp(log_probability_);
    if (i_ < n_) {
      log_probability_ += std::log(static_cast<double>(n_ - i_) / static_cast<double>(i_ + 1));
    }
    ++i_;
    return probability;
  }

 private:
  std::size_t n_;
  std::size_t i_ = 0;
  double log_probability_;
};

}  // namespace

double symmetric_coverage(std::size_t n, std::size_t lower) {
  fair_binomial distribution(n);
  double tail = 0.0;
  for (std::size_t i = 0; i <= lower; ++i) {
    tail += distribution.next();
  }
  return std::max(0.0, 1.0 - 2.0 * tail);
}

order_interval median_order_interval(std::size_t n, double confidence) {
  require_confidence(confidence, "median_order_interval");
  if (n == 0) {
    throw error(errc::no_samples, "median_order_interval", "no values", "take at least one sample");
  }
  fair_binomial distribution(n);
  double tail = distribution.next();
  order_interval best{.lower = 0, .upper = n - 1, .coverage = std::max(0.0, 1.0 - 2.0 * tail)};
  for (std::size_t lower = 1; lower < n - lower; ++lower) {
    tail += distribution.next();
    const double coverage = 1.0 - 2.0 * tail;
    if (coverage < confidence) {
      break;
    }
    best = {.lower = lower, .upper = n - 1 - lower, .coverage = coverage};
  }
  return best;
}

std::size_t samples_needed(double confidence) {
  require_confidence(confidence, "samples_needed");
  std::size_t n = 2;
  while (symmetric_coverage(n, 0) < confidence) {
    ++n;
  }
  return n;
}

median_interval interval_of_median(std::span<const double> values, double confidence) {
  const std::vector<double> ordered = statistics::sorted(values);
  const double effective = statistics::effective_sample_size(values);
  const auto whole = std::max<std::size_t>(1, static_cast<std::size_t>(effective));
  const order_interval ranks = median_order_interval(whole, confidence);
  std::size_t lower = 0;
  if (whole > 1) {
    lower = ranks.lower * (values.size() - 1) / (whole - 1);
  }
  const std::size_t upper = values.size() - 1 - lower;
  return {.median = statistics::median(ordered),
          .low = ordered[lower],
          .high = ordered[upper],
          .coverage = ranks.coverage,
          .effective_samples = effective};
}

}  // namespace calib::measure
