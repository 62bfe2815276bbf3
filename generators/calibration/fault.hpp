#pragma once
/// Why a kernel's table cannot be measured: the kernel ends the process that runs it.

#include <string>

#include "calibration/table_id.hpp"

namespace calib::calibration {

struct fault {
  table_id table;
  std::string reason;  ///< the shape, and how the process ended
};

}  // namespace calib::calibration
