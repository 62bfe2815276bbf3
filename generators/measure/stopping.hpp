#pragma once
/// When a workload has been measured enough: pure decisions over numbers.

#include <cstddef>
#include <string_view>

#include "measure/interval.hpp"

namespace calib::measure {

struct stopping_rule {
  double confidence = 0.95;
  /// Half the width of the interval over the median at which a workload has converged.
  double relative_half_width = 0.01;
  /// 6 values are the fewest whose range covers the median with 95 %; 7 give a middle one. Long
  /// calls (warm_up.hpp) make do with the fewest.
  std::size_t min_samples = 7;
  /// Of these, how many each launch of the program takes: 3 have a middle one, whatever the others were.
  std::size_t min_samples_per_launch = 3;
  /// Beyond a few hundred samples the interval of a drifting machine no longer shrinks.
  std::size_t max_samples = 300;
  /// Time one workload may take, in seconds of timed work, before it must make do with min_samples.
  double max_seconds = 2.0;
};

enum class verdict : unsigned char { keep_going, converged, enough_samples, out_of_time };

[[nodiscard]] std::string_view name(verdict value) noexcept;

/// What is known about a workload so far.
struct measured_so_far {
  std::size_t accepted = 0;
  std::size_t taken = 0;            ///< accepted and rejected
  std::size_t taken_in_launch = 0;  ///< of these, by this launch of the program
  double seconds = 0.0;             ///< timed work spent
  median_interval interval;         ///< of the accepted ones; looked at only when accepted >= min_samples
};

/// Rejected samples count against max_samples twice over (taken >= 2 max_samples), so that a workload whose every
/// sample is disturbed ends too. Below min_samples only that, never time, ends a workload; without the samples that
/// each launch takes, nothing does.
[[nodiscard]] verdict judge(const stopping_rule& rule, const measured_so_far& state) noexcept;

/// Throws measure::error when the rule cannot be met by any number of samples.
void validate(const stopping_rule& rule);

}  // namespace calib::measure
