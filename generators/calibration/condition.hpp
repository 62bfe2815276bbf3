#pragma once
/// What settings that are measured together have in common.

#include <string>

#include "calib/setting.hpp"

namespace calib::calibration {

struct condition {
  unsigned threads = 1;
  cache_state cache = cache_state::warm;
  std::string backend;  ///< measured by itself; empty: all of them in turns

  friend bool operator==(const condition&, const condition&) = default;
};

}  // namespace calib::calibration
