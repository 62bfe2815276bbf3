#pragma once
/// Latencies of a network by one of its sizes, so that each size is priced once. Threads may ask at the same time.

#include <array>
#include <atomic>
#include <cmath>
#include <cstddef>
#include <limits>

#include "calib/units.hpp"

namespace calib::detail {

class remembered_latencies {
 public:
  remembered_latencies() noexcept {
    for (auto& one : known_) one.store(unknown, std::memory_order_relaxed);
  }

  /// What `price` gives for this size; asked once for each of the sizes up to the largest that is remembered.
  template <class Price>
  seconds at(std::size_t size, Price price) {
    if (size >= known_.size()) return price();
    std::atomic<double>& one = known_[size];
    const double before = one.load(std::memory_order_relaxed);
    if (!std::isnan(before)) return seconds{before};
    const seconds found = price();
    one.store(found.count(), std::memory_order_relaxed);
    return found;
  }

 private:
  static constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  std::array<std::atomic<double>, 4097> known_;
};

}  // namespace calib::detail
