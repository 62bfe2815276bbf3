#pragma once
/// What is said of a network: of each step, and in all.

#include <cstddef>
#include <span>
#include <string_view>

#include "calib/estimate.hpp"

namespace calib {

/// What a step of a network takes, all its repetitions together.
struct step_estimate {
  std::string_view name;       ///< of the layer it begins with; of layers carried out as one operation, of the last
  std::string_view operation;  ///< that is priced
  std::size_t layers = 1;      ///< how many it takes together
  std::size_t times = 1;
  seconds latency{0};  ///< of all times
  double share = 0.0;  ///< of the network's latency
  estimate once{};
};

/// What a network asks for.
struct network_totals {
  flops arithmetic{0};
  bytes traffic{0};  ///< each operand of each layer moved once
  double parameters = 0.0;
};

namespace detail {

/// A network's band is that of its steps weighed by their latency: as if all erred the same way. A step without a band
/// widens nothing; `count` is 0 where no step has one.
class band_of_steps {
 public:
  constexpr void add(seconds latency, const error_band& band) noexcept {
    all_ += latency.count();
    if (band.count == 0) return;
    median_ += latency.count() * band.median;
    p95_ += latency.count() * band.p95;
    known_ += latency.count();
    if (count_ == 0 || band.count < count_) count_ = band.count;
  }
  constexpr error_band band() const noexcept {
    return known_ > 0 ? error_band{median_ / known_, p95_ / known_, count_} : error_band{};
  }
  /// Share of the latency whose steps have a band.
  constexpr double known() const noexcept { return all_ > 0 ? known_ / all_ : 0.0; }

 private:
  double median_ = 0.0, p95_ = 0.0, known_ = 0.0, all_ = 0.0;
  std::uint32_t count_ = 0;
};

}  // namespace detail
}  // namespace calib
