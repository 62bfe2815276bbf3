#include "measure/batch.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <cmath>

namespace calib::measure {
namespace {

constexpr double clock_steps_per_sample = 1000.0;

// An operation that takes no measurable time (an optimised-away fake) must not loop for ever.
constexpr std::size_t most_calls = std::size_t{1} << 30U;

long minor_faults() noexcept {
  rusage usage{};
#if defined(RUSAGE_THREAD)
  ::getrusage(RUSAGE_THREAD, &usage);
#else
  ::getrusage(RUSAGE_SELF, &usage);
#endif
  return usage.ru_minflt;
}

struct timed_calls {
  double seconds = 0.0;
  long faults = 0;
};

timed_calls time_calls(resident_workload& work, clock_source& clock, std::size_t calls) {
  const long faults_before = minor_faults();
  const std::int64_t begin = clock.now_ns();
  work.run(calls);
  const double seconds = seconds_between(begin, clock.now_ns());
  return {.seconds = seconds, .faults = minor_faults() - faults_before};
}

batch_choice batch_from(const timed_calls& seen, std::size_t calls, double target_s) {
  const double per_call_s = seen.seconds / static_cast<double>(calls);
  const double wanted = per_call_s > 0.0 ? std::ceil(target_s / per_call_s) : static_cast<double>(most_calls);
  const auto chosen = static_cast<std::size_t>(std::clamp(wanted, 1.0, static_cast<double>(most_calls)));
  const double faults_per_call = static_cast<double>(seen.faults) / static_cast<double>(calls);
  return {.calls = chosen,
          .seconds_per_call = per_call_s,
          .own_minor_faults = std::ceil(faults_per_call * static_cast<double>(chosen))};
}

}  // namespace

double shortest_sample_s(double wished_s, const timer_cost& timer) noexcept {
  return std::max(wished_s, clock_steps_per_sample * timer.resolution_s);
}

batch_choice choose_batch(resident_workload& work, clock_source& clock, double target_s, double long_call_s) {
  const timed_calls first = time_calls(work, clock, 1);
  if (first.seconds >= std::max(target_s, long_call_s)) {
    return batch_from(first, 1, target_s);
  }
  for (std::size_t calls = 1;; calls *= 2) {
    const timed_calls seen = time_calls(work, clock, calls);
    if (seen.seconds >= target_s / 2 || calls >= most_calls) {
      return batch_from(seen, calls, target_s);
    }
  }
}

}  // namespace calib::measure
