#include "measure/clock.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <limits>
#include <vector>

#include "statistics/statistics.hpp"

namespace calib::measure {
namespace {

// Enough pairs for a steady median, and at 50 ns each still only 0.2 ms.
constexpr std::size_t timer_pairs = 2048;

}  // namespace

std::int64_t steady_clock_source::now_ns() {
  const auto since_origin = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::nanoseconds>(since_origin).count();
}

timer_cost estimate_timer_cost(clock_source& clock) {
  std::vector<double> gaps(timer_pairs);
  double smallest = std::numeric_limits<double>::infinity();
  for (double& gap : gaps) {
    const std::int64_t first = clock.now_ns();
    const std::int64_t second = clock.now_ns();
    gap = seconds_between(first, second);
    if (gap > 0.0) {
      smallest = std::min(smallest, gap);
    }
  }
  // The representation itself resolves one nanosecond: no clock may claim to be finer or to be free.
  constexpr double representation_s = 1e-9;
  const bool moved = smallest < std::numeric_limits<double>::infinity();
  return {.overhead_s = statistics::median(gaps),
          .resolution_s = moved ? std::max(smallest, representation_s) : representation_s};
}

double thread_cpu_seconds() noexcept {
#if defined(CLOCK_THREAD_CPUTIME_ID)
  timespec time{};
  if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0) {
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
  }
#endif
  return 0.0;
}

}  // namespace calib::measure
