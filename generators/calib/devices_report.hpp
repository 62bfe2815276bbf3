#pragma once
/// A network on several devices: side by side, and spread over them.

#include <string>
#include <vector>

#include "network_report.hpp"
#include "split.hpp"

namespace calib::tool {

struct devices_report {
  std::vector<network_report> each;  ///< of each device
  std::vector<segment> segments;     ///< the network, cut wherever no device has a step across
  std::vector<std::string> first;    ///< layer of each segment
  std::vector<std::size_t> fastest;  ///< segments in which each device is the fastest
  link between;
  assignment best;
};

/// The network on each device, and the best spread over them. Throws as price().
devices_report report_on(const std::vector<device>& devices, const network& net, const network_sizes& sizes,
                         const fallback_list& fallbacks, double efficiency, const link& between);

std::string text_of(const devices_report& report);
std::string json_of(const devices_report& report);

}  // namespace calib::tool
