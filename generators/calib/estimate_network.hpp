#pragma once
/// `calib estimate PROFILE NETWORK`.

#include <string>
#include <vector>

#include "exit_code.hpp"
#include "network_argument.hpp"

namespace calib::tool {

struct estimate_network_options {
  network_options net;
  std::vector<std::string> profiles;  ///< PROFILE[:SETTING]; the first one is `setting`'s
  std::string setting;
  std::vector<std::string> fallbacks;
  double efficiency = 0.2;  ///< of the datasheet's estimate
  double link_bytes_per_s = 16e9, link_latency_s = 10e-6;
  bool all = false, json = false, csv = false;
};

exit_code estimate_network(const estimate_network_options& o);

}  // namespace calib::tool
