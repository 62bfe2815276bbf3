#pragma once
/// How many calls make one sample. Fixed per shape after the warm-up, so that all samples of a shape are alike.

#include <cstddef>

#include "measure/clock.hpp"
#include "measure/workload.hpp"

namespace calib::measure {

struct batch_choice {
  std::size_t calls = 1;          ///< per sample, at least 1
  double seconds_per_call = 0.0;  ///< rough, from the warm-up: for planning only
  double own_minor_faults = 0.0;  ///< per sample, of the workload itself once warm
};

/// Shortest sample worth taking: the wished length, but never below 1000 clock steps, where the clock alone is 0.1 %.
[[nodiscard]] double shortest_sample_s(double wished_s, const timer_cost& timer) noexcept;

/// Runs the workload once to warm it up (first calls allocate, spin up threads, fill caches), then doubles the number
/// of calls until they last at least half of target_s, and scales. Does not exceed 2^30 calls. A first call of at least
/// long_call_s is the only one; should the work have been done once only, the first sample shows it.
[[nodiscard]] batch_choice choose_batch(resident_workload& work, clock_source& clock, double target_s,
                                        double long_call_s);

}  // namespace calib::measure
