#pragma once
/// What a calibration spends its time on, by name.

#include <cstdint>
#include <map>
#include <string>

#include "measure/clock.hpp"

namespace calib::calibration {

class time_parts {
 public:
  explicit time_parts(measure::clock_source& clock) : clock_(clock) {}

  /// Adds the time between its beginning and its end to a part.
  class timer {
   public:
    timer(time_parts& parts, const std::string& part)
        : clock_(parts.clock_), seconds_(parts.seconds_[part]), begin_ns_(clock_.now_ns()) {}
    ~timer() { seconds_ += measure::seconds_between(begin_ns_, clock_.now_ns()); }
    timer(const timer&) = delete;
    timer& operator=(const timer&) = delete;

   private:
    measure::clock_source& clock_;
    double& seconds_;
    std::int64_t begin_ns_;
  };

  void add(const std::string& part, double seconds) { seconds_[part] += seconds; }
  const std::map<std::string, double>& seconds() const { return seconds_; }

 private:
  measure::clock_source& clock_;
  std::map<std::string, double> seconds_;
};

}  // namespace calib::calibration
