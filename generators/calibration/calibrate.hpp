#pragma once
/// The whole calibration of a machine: plan, verify, measure, tables, profile.

#include <atomic>
#include <map>
#include <optional>
#include <string>

#include "calibration/checkpoint.hpp"
#include "calibration/host.hpp"
#include "calibration/listener.hpp"
#include "calibration/request.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

struct calibration_result {
  profile_io::profile_data profile;
  bool interrupted = false;
  bool to_be_continued = false;           ///< by the next launch; the profile is not made yet
  checkpoint work;                        ///< all samples
  std::map<std::string, double> parts_s;  ///< what took how long: each table's samples, verifying, making tables
};

/// Measures what the request names. `stop` ends it early; what was measured by then is in the profile. A kernel that
/// fails or computes wrongly is left out with a warning, and the profile says so. With an earlier checkpoint it goes on
/// from there. Throws usage_error when the request names nothing that exists, or when the checkpoint is of another
/// calibration.
calibration_result calibrate(const request& request, host& machine, const std::atomic<bool>& stop, listener& listener,
                             std::optional<checkpoint> earlier = std::nullopt);

}  // namespace calib::calibration
