#pragma once
/// What `calib estimate` says of a network in a setting: plain data, and printers that are pure functions of it.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calib/loaded_network.hpp"
#include "calib/setting.hpp"
#include "dispatch.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::tool {

/// A device as the user names it: a profile, as it was read and ready to be asked, and one of its settings.
struct device {
  profile_io::profile_data data;
  loaded_profile profile;
  std::string setting;  ///< empty for the default
};

/// Estimates of the kind one has without a calibration; nothing where a peak is unknown.
struct uncalibrated {
  double efficiency = 0.2;           ///< of the arithmetic peak, assumed of everything
  std::optional<seconds> datasheet;  ///< FLOPs at that efficiency
  std::optional<seconds> roofline;   ///< the least time the peaks allow, step by step
};

struct network_row {
  step_estimate step;
  std::string shape;        ///< "m=1 n=1000 k=512"
  std::string answered_by;  ///< "table", or the fallback
  /// Share of the network's time that would be saved were the step as fast as its roofline.
  double excess = 0.0;
  uncalibrated before{};  ///< of this step
};

struct network_report {
  calib::network net;  ///< keeps the names of the steps alive
  std::string profile, setting;
  std::string sizes;  ///< "batch=1 seq_len=128"
  bool absorbs_nothing = false;
  cache_state cache = cache_state::warm;  ///< of the setting
  double as_it_comes = 0;                 ///< latency with what else the machine does, over the estimate; 0 unknown
  uncalibrated before;
  network_estimate estimate;
  std::optional<dispatch> calls{};  ///< nothing where the profile cannot tell
  std::vector<network_row> rows{};  ///< in the order of the network
};

/// The report of a network on a device; `efficiency` as in uncalibrated. Throws as price().
network_report report_on(const device& on, const network& net, const network_sizes& sizes,
                         const fallback_list& fallbacks, double efficiency);

/// "80.0 % measured, 20.0 % interpolated": shares of the latency.
std::string sources_text(const network_estimate& estimate);

/// Total, before and after, sources, the heaviest steps (`all` for all of them), and what would help most.
std::string text_of(const network_report& report, bool all);
std::string json_of(const network_report& report);
/// One line for each step.
std::string csv_of(const network_report& report);

}  // namespace calib::tool
