#include "measure/canary.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "statistics/statistics.hpp"

namespace calib::measure {
namespace {

// 4 x 25,600 additions: 27 us at 3.8 GHz, 50 us at 2 GHz. In pieces, of which the fastest counts: an interrupt lands
// in one of them, and work that cannot run faster than the clock is disturbed in one direction only.
constexpr std::uint64_t clock_pieces = 4;
constexpr std::uint64_t clock_blocks = 400;

// 10 chains x 10,000 steps at two a cycle: 50,000 cycles, 13 us at 3.8 GHz.
constexpr std::uint64_t fma_steps = 10'000;

// 1,500 steps in 5 cycles each: short, so that it says how things are now; a hundred times what reading the clock
// costs.
constexpr std::uint64_t issue_steps = 1'500;

// Beyond every first-level data cache (at most 128 KiB, on Apple's cores),
// within the 256 KiB second-level cache of the oldest supported machines.
constexpr std::size_t cache_bytes = std::size_t{160} << 10U;

constexpr std::size_t repetitions = 3;

template <typename Work>
double median_seconds(clock_source& clock, double overhead_s, const Work& work) {
  std::array<double, repetitions> seconds{};
  for (double& value : seconds) {
    const std::int64_t begin = clock.now_ns();
    work();
    const std::int64_t end = clock.now_ns();
    value = std::max(0.0, seconds_between(begin, end) - overhead_s);
  }
  return statistics::median(seconds);
}

}  // namespace

host_canaries::host_canaries(clock_source& clock, const canary_options& options)
    : clock_(clock),
      timer_(estimate_timer_cost(clock)),
      cache_(cache_bytes, cache_bytes),
      dram_(options.dram_buffer_bytes, dram_window_bytes) {}

double host_canaries::clock_hz() {
  double fastest = std::numeric_limits<double>::infinity();
  for (std::uint64_t piece = 0; piece < clock_pieces; ++piece) {
    const std::int64_t begin = clock_.now_ns();
    dependent_adds(clock_blocks);
    const std::int64_t end = clock_.now_ns();
    fastest = std::min(fastest, seconds_between(begin, end) - timer_.overhead_s);
  }
  // A fake or broken clock may not move at all; one resolution step keeps the answer finite.
  fastest = std::max(fastest, timer_.resolution_s);
  return static_cast<double>(clock_blocks * adds_per_block) / fastest;
}

double host_canaries::issue_s() {
  const std::int64_t begin = clock_.now_ns();
  double sum = full_issue(issue_steps);
  asm volatile("" : : "m"(sum));
  const std::int64_t end = clock_.now_ns();
  return std::max(seconds_between(begin, end) - timer_.overhead_s, timer_.resolution_s);
}

double host_canaries::fma_seconds() {
  return median_seconds(clock_, timer_.overhead_s, [] {
    double sum = multiply_add_chains(fma_steps);
    asm volatile("" : : "m"(sum));
  });
}

double host_canaries::cache_seconds() {
  cache_.read_next();
  return median_seconds(clock_, timer_.overhead_s, [this] { cache_.read_next(); });
}

double host_canaries::dram_seconds() {
  return median_seconds(clock_, timer_.overhead_s, [this] { dram_.read_next(); });
}

canary_reading host_canaries::read() {
  return {.clock_hz = clock_hz(), .fma_s = fma_seconds(), .cache_s = cache_seconds(), .dram_s = dram_seconds()};
}

}  // namespace calib::measure
