#pragma once
/// The machine under measurement: what is known of it, and its instruments.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calib/roofline.hpp"
#include "measure/canary.hpp"
#include "measure/clock.hpp"
#include "measure/counters.hpp"
#include "measure/environment.hpp"
#include "measure/interference.hpp"
#include "measure/peak.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

/// Looks at the machine once, when made: about a second, mostly to see the sustained clock and whether others disturb.
class host {
 public:
  /// `date` is ISO 8601, as it goes into the profile.
  explicit host(std::string date);

  const measure::environment& environment() const { return environment_; }
  const measure::core_rates& rates() const { return rates_; }
  const std::vector<measure::interference_warning>& warnings() const { return warnings_; }
  measure::clock_source& clock() { return clock_; }
  measure::cycle_counter& counter() { return *counter_; }
  measure::canaries& canaries() { return *canaries_; }

  /// Median clock under load while this object was made, in Hz.
  double sustained_clock_hz() const { return sustained_clock_hz_; }
  /// Cores that may be used; at least 1.
  unsigned cores() const;
  /// Theoretical arithmetic peak of some cores at the sustained clock; no bandwidth, which no instruction set tells.
  machine_peaks arithmetic_peaks(unsigned cores) const;
  /// Measured FLOP/s of independent multiply-adds on one core.
  double measured_fma(precision p);
  /// Bytes per second at which one core reads memory beyond its caches.
  double dram_canary_bandwidth();

  profile_io::machine_data describe() const;

 private:
  measure::environment environment_;
  measure::core_rates rates_;
  measure::steady_clock_source clock_;
  std::unique_ptr<measure::cycle_counter> counter_;
  std::unique_ptr<measure::canaries> canaries_;
  double sustained_clock_hz_ = 0;
  std::vector<measure::interference_warning> warnings_;
};

}  // namespace calib::calibration
