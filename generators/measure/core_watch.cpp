#include "measure/core_watch.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "statistics/statistics.hpp"

namespace calib::measure {
namespace {

// Readings: 6 ms.
constexpr std::size_t stretch = 200;

// The fastest issue canaries of a stretch, most of which also had a clock canary without company beside them.
constexpr std::size_t fastest = 20;

// To begin with: 0.3 s. What is taken for alone before a quiet stretch came by lets company pass.
constexpr std::size_t first_stretches = 50;

}  // namespace

core_watch::core_watch(canaries& machine) : machine_(machine), alone_cycles_(std::numeric_limits<double>::infinity()) {
  for (std::size_t i = 0; i < first_stretches * stretch; ++i) {
    static_cast<void>(look());
  }
}

core_reading core_watch::look() {
  const double clock_hz = machine_.clock_hz();
  const core_reading now = glance(clock_hz);
  recent_.push_back({.issue_s = now.issue_s, .cycles = now.issue_s * clock_hz});
  if (recent_.size() == stretch) {
    alone_cycles_ = std::min(alone_cycles_, cycles_of_fastest());
    recent_.clear();
  }
  return now;
}

core_reading core_watch::glance(double clock_hz) {
  const double issue_s = machine_.issue_s();
  return {.issue_s = issue_s, .shared = issue_s * clock_hz / alone_cycles_ - 1.0};
}

double core_watch::cycles_of_fastest() {
  std::nth_element(recent_.begin(), recent_.begin() + fastest, recent_.end(),
                   [](const reading& a, const reading& b) { return a.issue_s < b.issue_s; });
  std::vector<double> cycles;
  for (std::size_t i = 0; i < fastest; ++i) {
    cycles.push_back(recent_[i].cycles);
  }
  return statistics::median(cycles);
}

}  // namespace calib::measure
