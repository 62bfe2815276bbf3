#pragma once
/// Statistics of timings: pure functions over spans, nothing assumed normal. Empty input throws
/// std::invalid_argument unless a comment says otherwise. Inputs need not be sorted.

#include <cstddef>
#include <span>
#include <vector>

namespace calib::statistics {

[[nodiscard]] std::vector<double> sorted(std::span<const double> values);

/// Middle value, or the mean of the two middle values.
[[nodiscard]] double median(std::span<const double> values);

/// Quantile at p in [0, 1], linear between order statistics (Hyndman and Fan's type 7, the default of R and NumPy).
[[nodiscard]] double quantile(std::span<const double> values, double p);

/// Median absolute deviation from the median, unscaled.
[[nodiscard]] double median_absolute_deviation(std::span<const double> values);

[[nodiscard]] double mean(std::span<const double> values);

/// exp(mean(log)); all values must be positive.
[[nodiscard]] double geometric_mean(std::span<const double> values);

/// p90 / p10 - 1: how far apart the bulk of the values lies, relative; values must be positive.
[[nodiscard]] double relative_spread(std::span<const double> values);

/// Median of the last third over that of the first third, minus 1: signed relative drift in the order of time.
/// 0 for fewer than 2 values.
[[nodiscard]] double relative_drift(std::span<const double> values);

/// Sample autocorrelation at a lag in [-1, 1]; 0 for a constant series or lag >= size.
[[nodiscard]] double autocorrelation(std::span<const double> values, std::size_t lag);

/// Number of independent values that carry as much about the median as these do, in [1, n].
/// Uses the autocorrelation of sign(x - median), which is what the variance of a median depends on, so a
/// single outlier cannot fake or hide dependence. Lags are summed from 1 while they are significant.
[[nodiscard]] double effective_sample_size(std::span<const double> values);

}  // namespace calib::statistics
