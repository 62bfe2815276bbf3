#pragma once
/// What settings that are measured together have in common.

#include <cstddef>
#include <string>
#include <vector>

#include "calib/setting.hpp"
#include "profile_io/profile_data.hpp"

namespace calib::calibration {

struct condition {
  unsigned threads = 1;
  cache_state cache = cache_state::warm;
  std::size_t company_bytes = 0;  ///< of operands that are touched between two calls; 0 unless cache is network
  std::string backend{};          ///< measured by itself; empty: all of them in turns

  friend bool operator==(const condition&, const condition&) = default;
};

/// What the caches hold, as the ids of settings say it: "warm", "network_64mb" (units of 2^20 bytes).
std::string caches_of(const condition& one);

/// The condition by name: "1t_warm", and "2t_warm_openblas" where a backend is measured by itself.
std::string name_of(const condition& one);

/// What a calibration measures a setting of a profile under.
condition condition_of(const profile_io::setting_data& setting);

/// The conditions of a profile's settings, each once.
std::vector<condition> conditions_of(const profile_io::profile_data& profile);

}  // namespace calib::calibration
