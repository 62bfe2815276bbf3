#pragma once
/// Exact nonparametric confidence interval for a median. Between the order statistics x(k) and x(n+1-k) the true
/// median lies with probability 1 - 2 P(B < k), B ~ Binomial(n, 1/2), whatever the distribution.

#include <cstddef>
#include <span>

namespace calib::measure {

/// 0-based indices into the sorted sample and the probability they really have.
struct order_interval {
  std::size_t lower = 0;
  std::size_t upper = 0;
  double coverage = 0.0;
};

/// Probability that between the (lower+1)-th smallest and the (lower+1)-th largest of n values lies the median.
[[nodiscard]] double symmetric_coverage(std::size_t n, std::size_t lower);

/// Narrowest symmetric interval with at least this confidence; where n is too small for it, the full range with the
/// (lower) coverage it has. n >= 1, confidence in (0, 1).
[[nodiscard]] order_interval median_order_interval(std::size_t n, double confidence);

/// Smallest n whose full range reaches the confidence: 6 for 0.95.
[[nodiscard]] std::size_t samples_needed(double confidence);

struct median_interval {
  double median = 0.0;
  double low = 0.0;
  double high = 0.0;
  double coverage = 0.0;           ///< attained probability, computed at the effective sample size
  double effective_samples = 0.0;  ///< n, less what autocorrelation takes away

  /// (high - low) / 2 / median.
  [[nodiscard]] double relative_half_width() const noexcept { return (high - low) / (2.0 * median); }
};

/// Interval for values in the order in which they were taken, widened for autocorrelation: the ranks are those that
/// the effective sample size would have, mapped onto n. With independent values it is the exact interval.
[[nodiscard]] median_interval interval_of_median(std::span<const double> values, double confidence);

}  // namespace calib::measure
